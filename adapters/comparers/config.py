"""Settings of the comparer."""

from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class ComparerConfig(BaseSettings):
    """Read once, at the start."""

    model_config = SettingsConfigDict(env_prefix="HYMNSHEET_", frozen=True, env_ignore_empty=True)

    comparer: Literal["local"] = "local"
