"""Settings of the comparers: which one codes, and what a language model may be asked and cost."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

OPENAI = "https://api.openai.com/v1"


class ComparerConfig(BaseSettings):
    """Read once, at the start."""

    model_config = SettingsConfigDict(env_prefix="HYMNSHEET_", frozen=True, env_ignore_empty=True, extra="ignore")

    comparer: Literal["local", "openai"] = "local"
    api_key: SecretStr = Field(default=SecretStr(""), validation_alias="OPENAI_API_KEY")
    base_url: str = Field(default=OPENAI, validation_alias="OPENAI_BASE_URL")  #: any compatible endpoint
    openai_model: str = ""
    openai_max_tokens_per_check: int = Field(default=1_000_000, ge=0)
    openai_max_cost_per_check: float = Field(default=0, ge=0)  #: 0: no cap; in the currency of the prices
    openai_price_in: float = Field(default=0, ge=0)  #: for a million tokens sent
    openai_price_out: float = Field(default=0, ge=0)  #: for a million tokens received
    openai_timeout: float = Field(default=60, gt=0, le=600)  #: seconds of one attempt
    openai_at_once: int = Field(default=8, ge=1, le=64)  #: requests on their way

    def missing(self) -> list[str]:
        """One line for each thing without which a language model cannot be asked."""
        lines = []
        if not self.openai_model:
            lines.append("HYMNSHEET_OPENAI_MODEL is missing")
        if not self.base_url.startswith(("http://", "https://")):
            lines.append("OPENAI_BASE_URL is no address: it begins with https:// or http://")
        if self.base_url == OPENAI and not self.api_key.get_secret_value().strip():
            lines.append("OPENAI_API_KEY (or OPENAI_BASE_URL, for an endpoint of your own) is missing")
        if self.openai_max_cost_per_check and not (self.openai_price_in and self.openai_price_out):
            lines.append(
                "HYMNSHEET_OPENAI_PRICE_IN and HYMNSHEET_OPENAI_PRICE_OUT, which the cap on cost needs, are missing"
            )
        return lines

    def shown(self) -> Mapping[str, str]:
        """Every setting as it is in force, secrets hidden, and what is missing."""
        rows = {
            "HYMNSHEET_COMPARER": self.comparer,
            "OPENAI_API_KEY": "(hidden)" if self.api_key.get_secret_value().strip() else "(not set)",
            "OPENAI_BASE_URL": self.base_url,
            "HYMNSHEET_OPENAI_MODEL": self.openai_model or "(not set)",
            "HYMNSHEET_OPENAI_MAX_TOKENS_PER_CHECK": str(self.openai_max_tokens_per_check),
            "HYMNSHEET_OPENAI_MAX_COST_PER_CHECK": f"{self.openai_max_cost_per_check:g}",
            "HYMNSHEET_OPENAI_PRICE_IN": f"{self.openai_price_in:g}",
            "HYMNSHEET_OPENAI_PRICE_OUT": f"{self.openai_price_out:g}",
            "HYMNSHEET_OPENAI_TIMEOUT": f"{self.openai_timeout:g}",
            "HYMNSHEET_OPENAI_AT_ONCE": str(self.openai_at_once),
        }
        return rows | ({"Comparer": "; ".join(self.missing())} if self.comparer == "openai" and self.missing() else {})
