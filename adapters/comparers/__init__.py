"""Every comparer there is, by the name that the setting and the command line know it by."""

from collections.abc import Callable, Mapping
from functools import partial

from adapters.comparers.config import ComparerConfig
from adapters.comparers.local import LocalComparer
from bot.domain.errors import BadInput
from bot.ports.compare import Comparer


def _local(_: ComparerConfig) -> Comparer:
    return LocalComparer()


def _openai(config: ComparerConfig) -> Comparer:
    """Raises BadInput where something is missing."""
    if missing := config.missing():
        raise BadInput(f"the comparer openai cannot be used: {'; '.join(missing)}")
    from adapters.comparers import llm  # noqa: PLC0415 - the SDK takes a second to load, which only its users pay

    return llm.LlmComparer(
        llm.Endpoint(
            llm.Server(
                config.base_url,
                config.api_key.get_secret_value().strip(),
                config.openai_model,
                config.openai_timeout,
                config.openai_at_once,
            )
        ),
        LocalComparer(),
        llm.Caps(
            config.openai_max_tokens_per_check,
            config.openai_max_cost_per_check,
            config.openai_price_in,
            config.openai_price_out,
        ),
    )


COMPARERS: Mapping[str, Callable[[ComparerConfig], Comparer]] = {"local": _local, "openai": _openai}


def comparers(config: ComparerConfig) -> Mapping[str, Callable[[], Comparer]]:
    """The same, with the settings filled in."""
    return {name: partial(make, config) for name, make in COMPARERS.items()}
