"""The chat platforms, all alike: what app.py starts, stops and hands to the house. The one place that knows two."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from adapters.slack import run as slack
from adapters.slack.config import SlackConfig
from adapters.slack.manifest import manifest
from adapters.teams import run as teams
from adapters.teams.config import TeamsConfig
from adapters.teams.leaving import Job
from adapters.teams.package import add_package, run_package
from bot.ports.chat import ChatGateway, Roster
from bot.ports.clock import Clock
from bot.ports.door import Door
from bot.ports.installations import Installations
from bot.ports.references import References


@dataclass(frozen=True, slots=True)
class PlatformConfig:
    """Every platform's settings, read once."""

    slack: SlackConfig = field(default_factory=SlackConfig)
    teams: TeamsConfig = field(default_factory=TeamsConfig)

    @property
    def names(self) -> list[str]:
        """The platforms that are on."""
        return [name for name, config in self._each() if config.configured]

    def missing(self) -> Iterator[str]:
        """One sentence for each thing without which a platform that is begun stays off."""
        for name, config in self._each():
            yield from (f"{name} is off: {line}." for line in config.missing())

    def open_to_anybody(self) -> Iterator[str]:
        """One sentence for each platform that takes what is not signed."""
        if self.teams.emulator:
            yield "Teams: open to this machine's emulator, unsigned; the bot's id, secret and tenant are not used."

    def unusable(self) -> bool:
        """True where something is missing, or given in the wrong place."""
        return bool([*self.missing(), *self.slack.mistaken(), *self.teams.mistaken()])

    def shown(self) -> Mapping[str, str]:
        """Every setting, secrets hidden."""
        return {**self.slack.shown(), **self.teams.shown()}

    def _each(self) -> tuple[tuple[str, SlackConfig | TeamsConfig], ...]:
        return ("Slack", self.slack), ("Teams", self.teams)


class Platforms:
    """The sending sides from the beginning, since the house stands on them; what people do there after `open`."""

    def __init__(
        self, config: PlatformConfig, installations: Installations, references: References, clock: Clock
    ) -> None:
        self._config = config
        self._slack = self._teams = None
        self._opened: list[slack.SlackAdapter | teams.TeamsAdapter] = []
        self.gateways: dict[str, ChatGateway] = {}
        self.rosters: dict[str, Roster] = {}
        if config.slack.configured:
            self._slack = slack.outbound(config.slack, installations, clock)
            self.gateways[slack.PLATFORM], self.rosters[slack.PLATFORM] = self._slack.gateway, self._slack.roster
        if config.teams.configured:
            self._teams = teams.outbound(config.teams, references, clock)
            self.gateways[teams.PLATFORM], self.rosters[teams.PLATFORM] = self._teams.gateway, self._teams.roster

    @property
    def jobs(self) -> dict[str, Job]:
        """What they do from time to time, for the ticker."""
        return {**self._teams.jobs} if self._teams else {}

    def open(self, door: Door, clock: Clock, command: str) -> None:
        """`clock` must be the real time: platforms sign with it."""
        if self._slack:
            self._opened.append(slack.build(self._config.slack, door, self._slack, clock, command))
        if self._teams:
            self._opened.append(teams.build(self._config.teams, door, self._teams, clock, command))

    @property
    def routes(self) -> list[web.RouteDef]:
        return [route for platform in self._opened for route in platform.routes]

    async def start(self) -> list[str]:
        """Returns one sentence for each thing that a platform finds wrong with its settings."""
        return [f"{platform.name}: {line}" for platform in self._opened for line in await platform.start()]

    async def stop(self) -> None:
        """Takes nothing new, and ends the replies on their way."""
        for platform in self._opened:
            await platform.stop()

    async def close(self) -> None:
        """After the last message is sent."""
        for platform in self._opened:
            await platform.close()


def add_app(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands that write the app as a platform takes it."""
    commands.add_parser("slack-manifest", help="print the app manifest to create the Slack app from")
    add_package(commands)


def run_app(given: argparse.Namespace, config: PlatformConfig, command: str) -> int:
    """Slack's manifest on standard output, or Teams' package as a file. Raises BadInput."""
    if given.command == "teams-package":
        return run_package(given, config.teams.app_id, command)
    sys.stdout.write(manifest(command, files=config.slack.chart_png))
    return 0
