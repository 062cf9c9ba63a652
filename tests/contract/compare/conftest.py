"""The comparers the contract holds for, by name: every registered one, and the fake that other tests use."""

from collections.abc import Callable, Mapping

import pytest

from adapters.comparers import COMPARERS
from bot.ports.compare import Comparer
from tests.fakes_compare import FakeComparer

MAKERS: Mapping[str, Callable[[], Comparer]] = {**COMPARERS, "fake": FakeComparer}


@pytest.fixture(scope="module", params=sorted(MAKERS))
def comparer(request: pytest.FixtureRequest) -> Comparer:
    return MAKERS[str(request.param)]()
