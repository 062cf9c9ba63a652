import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from adapters.comparers.local import LocalComparer, encoder
from adapters.comparers.local.crossencoder import ENGLISH, Numbers, load_judge
from adapters.comparers.local.encoder import Encode, Vectors
from adapters.comparers.local.reading import FEATURES
from adapters.comparers.local.weights import Fit, Linear, Regression, Weights, load_weights
from bot.domain.errors import ComparerUnavailable
from bot.domain.sheet import SheetText, reasons_of
from bot.domain.verdict import Span, Verdict, VerdictKind
from bot.messages.catalogue import catalogue
from tests.bench.labelled import CORPUS, sheets_of
from tests.builders import a_sheet_text


@pytest.fixture(scope="module")
def comparer() -> LocalComparer:
    return LocalComparer()


SHEET = a_sheet_text(
    "Refunds up to 40 € are decided on the call",
    "From Monday agents decide on refunds up to 40 € themselves and log a code.",
    (
        "Customers get their money on the first call, so that they do not ring again and leave us.",
        "Supervisors get time back that approvals cost them, and can coach new starters.",
    ),
)


FREEZE = a_sheet_text(
    "Release freeze around quarter close",
    "From the 22nd of the closing month until the 5th nothing ships unless the incident commander signs it off.",
    (
        "Finance must be able to close the books on figures that do not change while they are signed.",
        "Few people who know the systems are on call in these days, so a broken release would be hard to repair.",
    ),
)


async def verdicts(comparer: LocalComparer, text: str, sheet: SheetText = SHEET) -> tuple[Verdict, ...]:
    return (await comparer.code(sheet, (text,)))[0].verdicts


async def test_a_question_about_something_else_says_nothing_of_the_why(comparer: LocalComparer) -> None:
    asked, guessed = await comparer.code(
        SHEET, ("Does anyone know the new gate code?", "Who wants to ring again to get the money? Customers leave us.")
    )

    assert (asked.informative, guessed.informative) == (False, True)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("If something breaks then, hardly anybody who could mend it is around.", "ae"),
        ("Damit sich die Zahlen nicht mehr ändern, während die Buchhaltung abschließt.", "ea"),
        ("Para que las cifras no cambien mientras Finanzas cierra los libros.", "ea"),
        ("Parce qu'il y a peu de monde d'astreinte pour réparer si ça casse.", "ae"),
        ("The canteen opens at noon on Fridays.", "aa"),
        ("There are more experts on call in these days than ever, so anything can be repaired at once.", "ac"),
        ("It has nothing to do with Finance or with their figures.", "ca"),
        ("Mit der Buchhaltung und ihren Zahlen hat das nichts zu tun.", "ca"),
    ],
)
async def test_reasons_are_told_apart_in_other_words_and_languages(
    comparer: LocalComparer, text: str, kinds: str
) -> None:
    found = await verdicts(comparer, text, FREEZE)

    assert "".join(v.kind.value[0] for v in found) == kinds
    assert all(v.quote for v in found if v.kind is not VerdictKind.ABSENT)


async def test_a_reason_in_its_own_words_is_never_heard_as_its_opposite(comparer: LocalComparer) -> None:
    """A comparer once learned from its examples that many words in common mean the opposite."""
    sheets = list(sheets_of(CORPUS / "plain" / "plain.jsonl"))[::2]

    heard = [(await verdicts(comparer, sheet.text.reasons[0].text, sheet.text))[0].kind for sheet in sheets]

    assert VerdictKind.CONTRADICTED not in heard
    assert heard.count(VerdictKind.EXPRESSED) > 0.9 * len(sheets)


async def test_the_quote_is_the_sentence_that_scored(comparer: LocalComparer) -> None:
    text = "Hello all. Customers who must call again for their refund leave us. See you Monday."

    assert (await verdicts(comparer, text))[0].quote == Span(11, 67)


async def test_a_reason_that_is_surely_absent_has_no_quote(comparer: LocalComparer) -> None:
    (first, _) = await verdicts(comparer, "So the supervisors are free again to train the new people.")

    assert (first.kind, first.unsure, first.quote) == (VerdictKind.ABSENT, False, None)


async def test_verdicts_below_the_bound_are_unsure_and_no_others(comparer: LocalComparer) -> None:
    bound = load_weights().fits[ENGLISH].sure
    texts = ("clients", "faster help", "They call again.", "Coaching", "It is about trust and calls and coaching")

    found = [v for coding in await comparer.code(SHEET, texts) for v in coding.verdicts]

    assert all(v.unsure == (max(v.p.expressed, v.p.absent, v.p.contradicted) < bound) for v in found)
    assert {v.unsure for v in found} == {True, False}


async def test_what_stands_late_in_a_long_answer_is_read(comparer: LocalComparer) -> None:
    text = "The canteen opens at noon on Fridays. " * 40 + "Customers need not ring twice and stay with us."

    assert (await verdicts(comparer, text))[0].p.expressed > (await verdicts(comparer, text[:-48]))[0].p.expressed


async def test_an_only_reason_is_found_too(comparer: LocalComparer) -> None:
    alone = replace(FREEZE, reasons=FREEZE.reasons[:1])

    (said,) = await verdicts(comparer, "The accountants need numbers that stay put until they have signed them.", alone)
    (unsaid,) = await verdicts(comparer, "The canteen opens at noon on Fridays.", alone)

    assert (said.kind, unsaid.kind) == (VerdictKind.EXPRESSED, VerdictKind.ABSENT)


async def test_a_why_that_is_far_from_the_sheet_is_an_own_reason(comparer: LocalComparer) -> None:
    text = "Supervisors can coach. Because the insurance company demands paperwork from every warehouse."

    (coding,) = await comparer.code(SHEET, (text,))

    assert [own.text for own in coding.own_reasons] == [
        "Because the insurance company demands paperwork from every warehouse."
    ]


@pytest.mark.parametrize(
    "text",
    ["Supervisors can coach.", "I disagree, the insurance company is to blame.", "It is not because of the insurance."],
)
async def test_the_sheet_s_reasons_objections_and_denials_are_no_own_reasons(
    comparer: LocalComparer, text: str
) -> None:
    (coding,) = await comparer.code(SHEET, (text,))

    assert coding.own_reasons == ()


async def test_own_reasons_in_like_words_are_one_theme(comparer: LocalComparer) -> None:
    texts = ("the insurance company demands it", "it is demanded by the insurance company", "parking is too far away")

    assert await comparer.group(texts) == (0, 0, 1)


@pytest.mark.parametrize("error", [OSError("gone"), MemoryError(), KeyError("q1"), ValueError("cut short")])
async def test_weights_that_cannot_be_read_make_it_unavailable(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    class Broken:
        def __init__(self, threads: int) -> None:
            self.threads = threads

        def encode(self, _: str) -> Vectors:
            raise error

    monkeypatch.setattr(encoder, "USE", Broken)

    with pytest.raises(ComparerUnavailable):
        await LocalComparer().code(SHEET, ("text",))
    with pytest.raises(ComparerUnavailable):
        await LocalComparer().group(("text",))


def test_a_model_that_is_not_there_makes_it_unavailable(tmp_path: Path) -> None:
    with pytest.raises(ComparerUnavailable):
        load_judge(ENGLISH, tmp_path)


async def test_it_is_tried_again_after_it_could_not_be_loaded() -> None:
    loads: list[Encode | None] = [_flat, None]

    def load() -> Encode:
        loaded = loads.pop()
        if loaded is None:
            raise ComparerUnavailable("busy")
        return loaded

    comparer = LocalComparer(load, lambda: _english, lambda _: _unmoved)
    with pytest.raises(ComparerUnavailable):
        await comparer.code(SHEET, ("text",))

    assert len(await comparer.code(SHEET, ("text",))) == 1


async def test_the_event_loop_goes_on_while_texts_are_coded() -> None:
    def slow(texts: Sequence[str]) -> Vectors:
        time.sleep(0.05)
        return _flat(texts)

    slowly = LocalComparer(lambda: slow, lambda: _english, lambda _: _unmoved)
    coding = asyncio.ensure_future(slowly.code(SHEET, ("one", "two")))
    turns = 0
    while not coding.done():
        await asyncio.sleep(0.001)
        turns += 1

    assert turns > 5


async def test_a_short_call_need_not_wait_for_a_long_one_to_end() -> None:
    comparer = LocalComparer(lambda: _flat, lambda: _english, lambda _: _unmoved)

    long = asyncio.ensure_future(comparer.code(SHEET, ("text",) * 2_000))
    await comparer.code(SHEET, ("text",))

    assert not long.done()
    assert len(await long) == 2_000


async def test_what_is_read_into_another_reason_is_held_against_each() -> None:
    weights = _weighing(entailed=1, entailed_elsewhere=-1)
    comparer = LocalComparer(lambda: _flat, lambda: _english, lambda _: _first_heard, weights)
    sheet = SheetText("", "", reasons_of(("a", "b", "c")))

    (coding,) = await comparer.code(sheet, ("An answer of some words.",))

    assert [verdict.kind for verdict in coding.verdicts] == [VerdictKind.EXPRESSED, *[VerdictKind.ABSENT] * 2]


@pytest.mark.parametrize(("asked", "informative"), [("Who has the key to the van?", False), ("The van is old.", True)])
async def test_where_no_reason_is_heard_surely_a_question_alone_is_asked_again(asked: str, informative: bool) -> None:
    comparer = LocalComparer(lambda: _flat, lambda: _english, lambda _: _first_heard, _weighing(entailed=0.2))

    (coding,) = await comparer.code(SHEET, (asked,))

    assert (coding.verdicts[0].kind, coding.verdicts[0].unsure) == (VerdictKind.EXPRESSED, True)
    assert coding.informative is informative


async def test_what_it_cannot_tell_has_words_in_the_catalogue(comparer: LocalComparer) -> None:
    assert all(f"comparer.{limit}" in catalogue("en").templates for limit in comparer.limits)


async def test_a_sheet_with_nothing_but_reasons_is_compared() -> None:
    comparer = LocalComparer(lambda: _flat, lambda: _english, lambda _: _unmoved)

    (coding,) = await comparer.code(SheetText("", "", reasons_of(("a", "b"))), ("",))

    assert [v.quote for v in coding.verdicts] == [None, None]


def _flat(texts: Sequence[str]) -> Vectors:
    """Every text points the same way."""
    return np.tile(np.asarray([1.0, 0.0], dtype=np.float32), (len(texts), 1))


def _unmoved(sheet: SheetText, _: str) -> Numbers:
    """Every verdict is as likely as the others."""
    return np.zeros((len(sheet.reasons), 3))


def _first_heard(sheet: SheetText, _: str) -> Numbers:
    """The first reason is expressed, and the others are less so, yet clearly."""
    return np.asarray([[6.0 if i == 0 else 2.0, 0.0, 0.0] for i in range(len(sheet.reasons))])


def _weighing(**expressed: float) -> Weights:
    """Weights by which these features alone speak for expressed, and nothing for contradicted."""
    spoken = Linear(tuple(expressed.get(name, 0.0) for name in FEATURES), 0.0)
    regression = Regression(spoken, Linear((0.0,) * len(FEATURES), -9.0))
    return replace(load_weights(), fits={ENGLISH: Fit(regression, regression, sure=0.8)})


def _english(_: str) -> str:
    return "en"
