"""The whole program as its operators have it, a process of its own, with the double for Slack."""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.e2e.program import Program
from tests.slack.double import SlackDouble
from tests.slack.rights import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

MODES = {
    "http": {"HYMNSHEET_SLACK_SIGNING_SECRET": SIGNING_SECRET},
    "sockets": {"HYMNSHEET_SLACK_APP_TOKEN": APP_TOKEN},
}


@asynccontextmanager
async def a_program_in_slack(
    folder: Path,
    slack: SlackDouble,
    mode: str,
    further: Mapping[str, str] | None = None,
    *,
    hasty: bool = False,
    measured: bool = False,
) -> AsyncIterator[Program]:
    """Reached over HTTP or connected by Socket Mode; stopped at the end. `hasty`: joiners are gathered for a second."""
    settings = {
        "HYMNSHEET_DATA_DIR": str(folder / "data"),
        "HYMNSHEET_PORT": "0",
        "HYMNSHEET_SLACK_BOT_TOKEN": BOT_TOKEN,
        "HYMNSHEET_SLACK_API_URL": slack.base_url,
    }
    program = Program(folder, os.environ | settings | MODES[mode] | dict(further or {}), measured=measured)
    if hasty:
        program.started_by = ("-m", "tests.slack.hasty")
    await program.start()
    try:
        if mode == "http":
            slack.calls_over_http(f"{program.address}slack/events")
        else:
            await slack.connected()
        yield program
    finally:
        await program.stop()
