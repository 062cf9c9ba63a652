"""A comparer with another behind it: who heard what stands in the report."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.errors import CapReached, ComparerUnavailable
from bot.domain.restatement import heard_by
from bot.domain.sheet import SheetText
from bot.domain.verdict import Coding
from bot.ports.compare import grouped
from bot.ports.pacing import Event
from tests.chat.house import a_chat
from tests.fakes import CountingMeter
from tests.fakes_compare import FakeComparer


class Behind(FakeComparer):
    name = "local@9"
    limits = ("limit_local_model",)


class Asked(FakeComparer):
    """Cannot code what names a robot, nor group."""

    name = "openai/m@prompt-1"
    fallback = Behind()

    async def code(self, sheet: SheetText, texts: Sequence[str]) -> Sequence[Coding]:
        codings = await super().code(sheet, texts)
        return [
            replace(coding, coder="local@9" if "robot" in text else "")
            for text, coding in zip(texts, codings, strict=True)
        ]

    def limits_of(self, heard_by: str) -> tuple[str, ...]:
        return Behind.limits if Behind.name in heard_by else self.limits

    async def group(self, own_reasons: Sequence[str]) -> Sequence[int]:
        del own_reasons
        raise ComparerUnavailable("away")


async def test_own_reasons_are_grouped_by_the_one_behind_where_the_comparer_is_away() -> None:
    assert await grouped(Asked(), ("a", "b", "A")) == ((0, 1, 0), "local@9", False)


class Spent(Asked):
    """May ask for answers, and no more when it comes to grouping."""

    async def group(self, own_reasons: Sequence[str]) -> Sequence[int]:
        del own_reasons
        raise CapReached("cap")


async def test_a_cap_that_is_reached_while_grouping_is_told_to_the_manager_and_in_the_report(tmp_path: Path) -> None:
    async with a_chat(tmp_path, comparer=Spent()) as chat:
        await chat.closed(sam="it is about r1, own: fewer angry calls")

        assert chat["dana"].heard.count("is used up") == 1
        assert "cap on tokens or cost was reached, and no more" in chat["dana"].heard


async def test_where_the_cap_is_not_what_kept_it_nobody_is_told_of_one(tmp_path: Path) -> None:
    async with a_chat(tmp_path, comparer=Asked()) as chat:
        await chat.closed(sam="the robot says r1, own: fewer angry calls")

        assert "is used up" not in chat["dana"].heard
        assert "no more after that" not in chat["dana"].heard


async def test_with_nobody_behind_it_an_absence_is_told() -> None:
    with pytest.raises(ComparerUnavailable):
        await grouped(FakeComparer(unavailable=True), ("a",))


@pytest.mark.parametrize(
    ("coders", "grouper", "line"),
    [
        (["a@1", "a@1"], "a@1", "a@1"),
        ([], "a@1", "a@1"),
        (["a@1", "b@1", "b@1"], "a@1", "a@1 (1), b@1 (2)"),
        (["b@1"], "b@1", "a@1 (0), b@1 (1)"),
        (["a@1"], "b@1", "a@1 (1), b@1"),
    ],
)
def test_the_line_of_a_report_names_everybody_who_heard(coders: list[str], grouper: str, line: str) -> None:
    assert heard_by("a@1", coders, grouper) == line


async def test_the_report_names_both_and_says_what_the_one_behind_cannot_tell(tmp_path: Path) -> None:
    async with a_chat(tmp_path, comparer=Asked()) as chat:
        meter = CountingMeter()
        chat.house = replace(chat.house, meter=meter)
        await chat.launched(who="sam\npriya\nmei")
        await chat.answers_and_confirms("sam", "it is about r1 for our customers")
        await chat.answers_and_confirms("priya", "the robot says r1, own: fewer angry calls")
        await chat["dana"].types("close")
        await chat.settle()

        assert "Heard by a machine (openai/m@prompt-1 (1), local@9 (1))." in chat["dana"].heard
        assert "reads with a small language model on this machine" in chat["dana"].heard
        assert meter.seen == [Event.FALLBACK]
