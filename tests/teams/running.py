"""The whole program as its operators have it, a process of its own, with the double for Teams."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.e2e.program import Program
from tests.teams.double import TeamsDouble
from tests.teams.organisation import APP


@asynccontextmanager
async def a_program_in_teams(
    folder: Path, teams: TeamsDouble, *, dialogs: bool = False, measured: bool = False
) -> AsyncIterator[Program]:
    """In the emulator's mode, on this machine; stopped at the end."""
    settings = {
        "HYMNSHEET_DATA_DIR": str(folder / "data"),
        "HYMNSHEET_PORT": "0",
        "HYMNSHEET_TEAMS_EMULATOR": "1",
        "HYMNSHEET_TEAMS_APP_ID": APP,
    }
    settings |= {"HYMNSHEET_TEAMS_DIALOGS": "1"} if dialogs else {}
    program = Program(folder, os.environ | settings, measured=measured)
    await program.start()
    try:
        teams.bot_url = f"{program.address}api/messages"
        yield program
    finally:
        await program.stop()
