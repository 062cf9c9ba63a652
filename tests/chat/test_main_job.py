"""The main job as a chat: from the notes to the report."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat.house import Chat, a_chat


@pytest.fixture
async def chat(server_url: str, tmp_path: Path) -> AsyncIterator[Chat]:
    async with a_chat(tmp_path, url=server_url) as opened:
        yield opened


async def test_a_team_restates_and_the_manager_reads_where_the_reasons_differ(chat: Chat) -> None:
    await chat.launched(leads="luis")
    assert "Refunds up to 50 €" in chat.channel[0]
    await chat.answers("priya", "it is about r1 and also r2 for our customers")
    await chat.answers("sam", "mostly r1 for me\nown: fewer angry reviews")
    await chat.answers("ines", "creo que es por r1 sobre todo")
    for user in ("priya", "sam", "ines"):
        await chat[user].presses("Yes")
    await chat["jonas"].presses("Not for me")
    await chat.settle()

    report, preview = chat["dana"].heard.split("\n\n")[-2:]
    assert "3 of 4 answered" in report
    assert "To align on it: Inés, Sam" in report
    assert "counts only" in preview.lower()

    await chat["dana"].presses("Post")
    await chat.settle()

    assert "No second call 3 of 3" in chat.channel[-1]
    assert not any(name in chat.channel[-1] for name in ("Priya", "Sam", "Inés", "Jonas"))
