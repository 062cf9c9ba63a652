from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat.house import Chat, a_chat


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with a_chat(tmp_path) as opened:
        yield opened
