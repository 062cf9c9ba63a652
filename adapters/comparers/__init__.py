"""Every comparer there is, by the name that the setting and the command line know it by."""

from collections.abc import Callable, Mapping
from functools import partial

from adapters.comparers.config import ComparerConfig
from adapters.comparers.local import LocalComparer
from bot.domain.errors import BadInput
from bot.ports.compare import Comparer
from bot.ports.spending import Caps, MemorySpending, Spending


def _local(_: ComparerConfig, __: Spending) -> Comparer:
    return LocalComparer()


def _openai(config: ComparerConfig, spending: Spending) -> Comparer:
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
        Caps(
            config.openai_max_tokens_per_check,
            config.openai_max_cost_per_check,
            config.openai_price_in,
            config.openai_price_out,
        ),
        spending,
    )


COMPARERS: Mapping[str, Callable[[ComparerConfig, Spending], Comparer]] = {"local": _local, "openai": _openai}


def comparers(config: ComparerConfig, spending: Spending | None = None) -> Mapping[str, Callable[[], Comparer]]:
    """The same, with the settings filled in. Without `spending` a process remembers what it has spent itself."""
    spending = spending or MemorySpending()
    return {name: partial(make, config, spending) for name, make in COMPARERS.items()}
