import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from adapters.comparers.local import LocalComparer, encoder
from adapters.comparers.local.encoder import Encode, Vectors
from adapters.comparers.local.weights import CALIBRATION, load_weights, weights_of
from bot.domain.errors import ComparerUnavailable
from bot.domain.sheet import SheetText, reasons_of
from bot.domain.verdict import Span, Verdict, VerdictKind
from bot.messages.catalogue import catalogue
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


async def verdicts(comparer: LocalComparer, text: str, sheet: SheetText = SHEET) -> tuple[Verdict, ...]:
    return (await comparer.code(sheet, (text,)))[0].verdicts


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Nobody has to call twice for their money, and so they stay customers of ours.", "ea"),
        ("So the supervisors are free again to train the new people.", "ae"),
        ("Damit die Kunden nicht noch einmal anrufen müssen und uns am Ende verlassen.", "ea"),
        ("Para que los supervisores tengan tiempo de formar a los nuevos.", "ae"),
        ("The canteen opens at noon on Fridays.", "aa"),
    ],
)
async def test_a_reason_is_found_in_other_words_and_languages(comparer: LocalComparer, text: str, kinds: str) -> None:
    assert "".join(v.kind.value[0] for v in await verdicts(comparer, text)) == kinds


async def test_the_quote_is_the_sentence_that_scored(comparer: LocalComparer) -> None:
    text = "Hello all. Customers who must call again for their refund leave us. See you Monday."

    assert (await verdicts(comparer, text))[0].quote == Span(11, 67)


async def test_a_reason_that_is_surely_absent_has_no_quote(comparer: LocalComparer) -> None:
    (first, _) = await verdicts(comparer, "So the supervisors are free again to train the new people.")

    assert (first.kind, first.unsure, first.quote) == (VerdictKind.ABSENT, False, None)


async def test_verdicts_inside_the_band_are_unsure_and_no_others(comparer: LocalComparer) -> None:
    low, high = load_weights().unsure
    texts = ("clients", "faster help", "They call again.", "Coaching", "It is about trust and calls and coaching")

    found = [v for coding in await comparer.code(SHEET, texts) for v in coding.verdicts]

    assert all(v.unsure == (low <= v.p.expressed <= high) for v in found)


async def test_contradictions_get_their_base_rate_alone(comparer: LocalComparer) -> None:
    for verdict in await verdicts(comparer, "It is not about the customers, they will ring more often."):
        assert verdict.p.contradicted == pytest.approx(
            load_weights().contradicted * (1 - verdict.p.expressed), abs=1e-5
        )
        assert verdict.kind is not VerdictKind.CONTRADICTED


async def test_an_only_reason_is_found_too(comparer: LocalComparer) -> None:
    alone = replace(SHEET, reasons=SHEET.reasons[:1])

    (said,) = await verdicts(comparer, "Customers get their money at once and do not ring again.", alone)
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
    texts = ("the insurance company demands it", "it is demanded by the insurance company", "the boss wants a new car")

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


async def test_it_is_tried_again_after_it_could_not_be_loaded() -> None:
    loads: list[Encode | None] = [_flat, None]

    def load() -> Encode:
        loaded = loads.pop()
        if loaded is None:
            raise ComparerUnavailable("busy")
        return loaded

    comparer = LocalComparer(load)
    with pytest.raises(ComparerUnavailable):
        await comparer.code(SHEET, ("text",))

    assert len(await comparer.code(SHEET, ("text",))) == 1


async def test_the_event_loop_goes_on_while_texts_are_coded() -> None:
    def slow(texts: Sequence[str]) -> Vectors:
        time.sleep(0.05)
        return _flat(texts)

    coding = asyncio.ensure_future(LocalComparer(lambda: slow).code(SHEET, ("one", "two")))
    turns = 0
    while not coding.done():
        await asyncio.sleep(0.001)
        turns += 1

    assert turns > 5


async def test_a_short_call_need_not_wait_for_a_long_one_to_end() -> None:
    comparer = LocalComparer(lambda: _flat)

    long = asyncio.ensure_future(comparer.code(SHEET, ("text",) * 2_000))
    await comparer.code(SHEET, ("text",))

    assert not long.done()
    assert len(await long) == 2_000


def test_the_constants_say_how_they_were_made_and_measured() -> None:
    raw = json.loads(CALIBRATION.read_text())

    assert raw["made_by"] == "python -m tests.bench.calibrate CORPUS_FOLDER"
    assert raw["measured_out_of_part"]["among"]["kappa"] > 0.35
    assert raw["measured_out_of_part"]["among"]["unsure"] <= 0.25
    assert weights_of(raw) == load_weights()


def test_no_feature_of_likeness_speaks_against_a_reason() -> None:
    weights = load_weights()

    assert min(weights.among.weights[:3]) > 0
    assert weights.alone.weights[0] > 0


async def test_what_it_cannot_tell_has_words_in_the_catalogue(comparer: LocalComparer) -> None:
    assert all(f"comparer.{limit}" in catalogue("en").templates for limit in comparer.limits)


async def test_a_sheet_with_nothing_but_reasons_is_compared() -> None:
    comparer = LocalComparer(lambda: _flat)

    (coding,) = await comparer.code(SheetText("", "", reasons_of(("a", "b"))), ("",))

    assert [v.quote for v in coding.verdicts] == [None, None]


def _flat(texts: Sequence[str]) -> Vectors:
    """Every text points the same way."""
    return np.tile(np.asarray([1.0, 0.0], dtype=np.float32), (len(texts), 1))
