"""All settings together."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from adapters.comparers.config import ComparerConfig
from adapters.platforms import PlatformConfig
from adapters.runtime.config import RuntimeConfig
from adapters.runtime.pacing import PaceConfig
from adapters.web.config import WebConfig
from bot.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, read once."""

    runtime: RuntimeConfig
    web: WebConfig
    comparer: ComparerConfig
    platforms: PlatformConfig
    pace: PaceConfig

    @property
    def has_workspace(self) -> bool:
        """On loopback alone, and not beside a chat platform unless it is asked for."""
        return self.web.has_workspace and (self.web.workspace == "on" or not self.platforms.names)

    @classmethod
    def read(cls) -> "Config":
        try:
            config = cls(RuntimeConfig(), WebConfig(), ComparerConfig(), PlatformConfig(), PaceConfig())
        except ValidationError as err:
            first = err.errors()[0]
            of = [each for each in ("Slack", "Teams") if err.title == f"{each}Config"]
            name = "_".join([*of, *map(str, first["loc"])]).upper()
            said = "write on or off" if first["type"] == "bool_parsing" else first["msg"].removeprefix("Value error, ")
            raise BadInput(f"HYMNSHEET_{name}: {said}") from err
        if config.platforms.teams.emulator and not config.web.loopback:
            raise BadInput("HYMNSHEET_TEAMS_EMULATOR takes activities unsigned: HYMNSHEET_HOST must be this machine")
        return config

    def shown(self) -> Mapping[str, str]:
        """Every setting as it is in force, secrets hidden."""
        there = "there" if self.has_workspace else "not there"
        return {
            **self.web.shown(),
            **self.runtime.shown(),
            **self.comparer.shown(),
            "HYMNSHEET_WORKSPACE": f"{self.web.workspace} ({there})",
            **self.platforms.shown(),
            **self.pace.shown(),
        }
