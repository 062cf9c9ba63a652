"""What only a language model can word, at the manager's press."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.domain.errors import CapReached, ComparerUnavailable
from bot.domain.ids import ReasonId
from bot.domain.lint import Finding, FindingKind
from bot.domain.sheet import SheetText
from bot.messages.view import Button
from bot.ports.compare import Comparer
from bot.ports.spending import Purse
from tests.chat.house import Person, a_chat, buttons
from tests.fakes_compare import FakeComparer

REMARKS = (Finding(FindingKind.VAGUE_TITLE, None), Finding(FindingKind.JARGON, ReasonId("r2"), "approvals"))
EDIT = {"title": "Refunds up to 60 € without approval"}


@dataclass
class Wording(FakeComparer):
    """Has remarks and ways, unless it fails; keeps what it was asked and which check paid."""

    found: Sequence[Finding] = REMARKS
    failure: ComparerUnavailable | None = None
    asked: list[str] = field(default_factory=list)
    paid: list[Purse] = field(default_factory=list)
    words = True
    name = "openai/m@prompt-1"

    def __post_init__(self) -> None:
        super().__init__()

    def paid_from(self, purse: Purse) -> Comparer:
        self.paid.append(purse)
        return self

    async def remarks(self, sheet: SheetText) -> Sequence[Finding]:
        self._asked(sheet.title)
        return self.found

    async def ways_to_explain(self, sheet: SheetText, reason_id: ReasonId) -> Sequence[str]:
        self._asked(reason_id)
        return (f"Instead of: {sheet.reason(reason_id).text}.", "<b>Call</b> **once**.")

    def _asked(self, what: str) -> None:
        self.asked.append(what)
        if self.failure:
            raise self.failure


def explaining(manager: Person) -> list[Button]:
    """The report's buttons for reasons that need another explanation."""
    return [button for message in manager.inbox for button in buttons(message) if button.action == "explain"]


async def test_a_closer_review_adds_to_the_draft_what_it_does_not_say_already(tmp_path: Path) -> None:
    comparer = Wording()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await chat.drafted()
        await chat["dana"].presses("Closer review")
        assert "comes in a moment" in chat["dana"].read
        await chat.settle()

        assert "The title doesn't say what changes." in chat["dana"].latest
        assert "② Different people read “approvals” differently" in chat["dana"].latest
        assert "openai/m@prompt-1, a machine" in chat["dana"].latest
        assert len({purse.check_id for purse in comparer.paid}) == 1


async def test_what_the_draft_says_already_is_not_said_again(tmp_path: Path) -> None:
    async with a_chat(tmp_path, comparer=Wording(found=(Finding(FindingKind.VAGUE_TITLE, None),))) as chat:
        await chat.drafted(title="News")
        assert "The title doesn't say what changes." in chat["dana"].read
        await chat["dana"].presses("Closer review")
        await chat.settle()

        assert "Nothing more to remark" in chat["dana"].latest


async def test_the_same_draft_is_reviewed_once_and_an_edited_one_anew(tmp_path: Path) -> None:
    comparer = Wording()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await chat.drafted()
        draft = chat["dana"].reply
        for _ in range(2):
            chat["dana"].reply = draft
            await chat["dana"].presses("Closer review")
            await chat.settle()
        assert (len(comparer.asked), len(chat["dana"].inbox)) == (1, 2)

        chat["dana"].reply = draft
        await chat["dana"].presses("Edit")
        await chat["dana"].fills(EDIT)
        await chat["dana"].presses("Closer review")
        await chat.settle()
        assert comparer.asked[1:] == [EDIT["title"]]


async def test_a_review_that_comes_after_an_edit_is_not_shown(tmp_path: Path) -> None:
    comparer = Wording()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await chat.drafted()
        subject = chat["dana"].button("Closer review").subject
        await chat["dana"].presses("Closer review")
        review = chat.house.comparer.remarks  # the model takes its time: meanwhile the draft is edited

        async def slow(sheet: SheetText) -> Sequence[Finding]:
            await chat["dana"].presses_raw("edit_sheet", subject)
            await chat["dana"].fills(EDIT)
            return await review(sheet)

        comparer.remarks = slow  # type: ignore[method-assign]
        await chat.settle()

        assert chat["dana"].inbox == []


async def test_other_ways_to_explain_a_reason_that_did_not_land_come_to_the_manager_alone(tmp_path: Path) -> None:
    comparer = Wording()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await chat.closed(sam="it is about r1 for our customers", priya="it is about r1 too")
        before = len(chat["sam"].inbox)
        await chat["dana"].presses_again(explaining(chat["dana"])[0])
        await chat.settle()

        assert "Instead of: because supervisors lose hours to approvals." in chat["dana"].latest
        assert "<b>Call</b> **once**." in chat["dana"].latest
        assert comparer.asked == ["r2"]
        assert len(chat["sam"].inbox) == before


async def test_a_reason_that_landed_has_no_such_button(tmp_path: Path) -> None:
    async with a_chat(tmp_path, comparer=Wording()) as chat:
        await chat.closed(sam="it is about r1 for our customers")

        assert [button.label for button in explaining(chat["dana"])] == [
            "Explain ② differently",
            "Explain ③ differently",
        ]


async def test_where_the_model_gives_nothing_that_is_said_and_asking_again_asks_again(tmp_path: Path) -> None:
    comparer = Wording(failure=ComparerUnavailable("away"))
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await chat.closed(sam="it is about r1 for our customers")
        for _ in range(2):
            await chat["dana"].presses_again(explaining(chat["dana"])[0])
            await chat.settle()

        assert "gave nothing for “Refunds up to 50 € without approval”" in chat["dana"].latest
        assert comparer.asked == ["r2", "r2"]
        assert "is used up" not in chat["dana"].heard


async def test_a_cap_that_is_reached_is_told_once(tmp_path: Path) -> None:
    async with a_chat(tmp_path, comparer=Wording(failure=CapReached("cap"))) as chat:
        await chat.closed(sam="it is about r1 for our customers")
        for _ in range(2):
            await chat["dana"].presses_again(explaining(chat["dana"])[0])
            await chat.settle()

        assert chat["dana"].heard.count("is used up") == 1


async def test_without_a_language_model_there_are_no_buttons_and_an_old_one_says_why(tmp_path: Path) -> None:
    async with a_chat(tmp_path) as chat:
        await chat.drafted()
        check = chat["dana"].button("Edit").subject
        with pytest.raises(AssertionError, match="no button"):
            chat["dana"].button("Closer review")

        for action, subject in (("review", check), ("explain", f"{check}/r1")):
            await chat["dana"].presses_raw(action, subject)
            assert "needs a language model" in chat["dana"].read


async def test_somebody_else_and_something_else_is_refused(tmp_path: Path) -> None:
    comparer = Wording()
    async with a_chat(tmp_path, comparer=comparer) as chat:
        await chat.launched(who="sam")
        check = chat["dana"].button("Close now").subject

        await chat["sam"].presses_raw("explain", f"{check}/r1")
        assert "Only Dana" in chat["sam"].read
        await chat["dana"].presses_raw("explain", f"{check}/r9")
        assert "does nothing any more" in chat["dana"].read
        await chat["dana"].presses_raw("review", check)
        assert "no draft any more" in chat["dana"].read
        await chat.settle()
        assert comparer.asked == []
