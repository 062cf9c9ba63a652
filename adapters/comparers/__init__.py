"""Every comparer there is, by the name that the setting and the command line know it by."""

from collections.abc import Callable, Mapping

from adapters.comparers.local import LocalComparer
from bot.ports.compare import Comparer

COMPARERS: Mapping[str, Callable[[], Comparer]] = {"local": LocalComparer}
