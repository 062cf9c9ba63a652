"""Nothing is believed that the answer does not hold."""

import json

import pytest

from bot.domain.errors import ComparerUnavailable
from bot.domain.sheet import MAX_REASON
from bot.domain.verdict import Span, VerdictKind
from tests.builders import a_sheet_text
from tests.llm.double import Double, says, with_changes
from tests.llm.making import a_comparer

SHEET = a_sheet_text()
INVENTED = with_changes(lambda value: value["verdicts"]["r1"].update(quote="Acme is our best client."))


async def test_a_quote_that_is_not_in_the_answer_is_asked_for_once_more(double: Double) -> None:
    double.faults = [INVENTED]

    (coding,) = await a_comparer(double).code(SHEET, ("Acme stays. r1",))

    assert coding.coder == ""
    assert coding.verdicts[0].quote == Span(12, 14)
    first, second = double.requests
    assert second["messages"][:2] == first["messages"]


async def test_a_verdict_whose_quote_is_invented_twice_is_the_local_comparers_and_the_others_stand(
    double: Double,
) -> None:
    double.faults = [INVENTED] * 2

    (coding,) = await a_comparer(double).code(SHEET, ("because r1? and not r2",))

    assert coding.coder == "openai/m@prompt-1+local-fake@1"
    assert [v.kind for v in coding.verdicts] == [VerdictKind.EXPRESSED, VerdictKind.CONTRADICTED, VerdictKind.ABSENT]
    assert len(double.requests) == 2


async def test_what_was_good_the_first_time_stands_where_the_second_reply_cannot_be_used(double: Double) -> None:
    double.faults = [INVENTED, says("garbage")]

    (coding,) = await a_comparer(double).code(SHEET, ("because r1 and r2",))

    assert coding.coder == "openai/m@prompt-1+local-fake@1"


async def test_a_good_second_reply_mends_a_first_that_was_garbage(double: Double) -> None:
    double.faults = [says("garbage")]

    (coding,) = await a_comparer(double).code(SHEET, ("because r1",))

    assert (coding.coder, coding.verdicts[0].kind) == ("", VerdictKind.EXPRESSED)


@pytest.mark.parametrize("quote", ["", "  ", "…", "R1"])
async def test_a_quote_that_says_nothing_is_none(double: Double, quote: str) -> None:
    double.always = with_changes(lambda value: value["verdicts"]["r1"].update(quote=quote))

    (coding,) = await a_comparer(double).code(SHEET, ("… because r1",))

    assert coding.coder == "openai/m@prompt-1+local-fake@1"


async def test_own_reasons_that_are_not_in_the_answer_are_left_out(double: Double) -> None:
    double.always = with_changes(lambda value: value["own_reasons"].append("the boss wants it"))

    (coding,) = await a_comparer(double).code(SHEET, ("own: fewer angry calls",))

    assert [own.text for own in coding.own_reasons] == ["fewer angry calls"]


async def test_the_certainty_named_makes_the_probability_and_the_unsure_band(double: Double) -> None:
    double.always = with_changes(lambda value: value["verdicts"]["r1"].update(certainty="likely"))

    (coding,) = await a_comparer(double).code(SHEET, ("r1 and maybe r2",))

    first, second, third = coding.verdicts
    assert (first.p.expressed, first.unsure) == (0.8, False)
    assert (second.p.absent, second.unsure, second.quote) == (0.55, True, Span(7, 15))
    assert (third.p.absent, third.quote) == (0.95, None)


async def test_quotes_keep_their_place_beside_what_cannot_be_sent(double: Double) -> None:
    text = "\ud800\x00\u202e because r1"

    (coding,) = await a_comparer(double).code(SHEET, (text,))

    assert coding.verdicts[0].quote == Span(12, 14)


async def test_what_says_nothing_is_not_sent(double: Double) -> None:
    (coding,) = await a_comparer(double).code(SHEET, ("ok",))

    assert (coding.informative, coding.coder, double.requests) == (False, "", [])


async def test_a_report_that_others_heard_in_has_their_limits(double: Double) -> None:
    comparer = a_comparer(double)

    assert comparer.limits_of("openai/m@prompt-1") == ()
    assert comparer.limits_of("openai/m@prompt-1 (4), local-fake@1 (1)") == (
        "limit_local_model",
        "limit_stood_in",
    )


async def test_own_reasons_that_are_too_many_for_one_request_are_left_to_the_local_comparer(double: Double) -> None:
    with pytest.raises(ComparerUnavailable):
        await a_comparer(double).group([f"reason {i}" for i in range(201)])

    assert double.requests == []


async def test_own_reasons_that_the_model_puts_together_are_one_theme(double: Double) -> None:
    double.always = says('{"themes": [[2], [1, 3]]}')  # sorted: fewer calls, the boss, they ring less

    assert list(await a_comparer(double).group(("they ring less", "The boss", "the  boss", "fewer calls"))) == [
        0,
        1,
        1,
        0,
    ]


async def test_long_reasons_are_proposed_cut_and_none_for_notes_without_a_word(double: Double) -> None:
    comparer, notes = a_comparer(double), f"We do it because {'x ' * 300}."
    double.faults = [says(json.dumps({"sentences": [notes]}))]

    (long,) = await comparer.propose_reasons(notes)

    assert (len(long) <= MAX_REASON, long[-1]) == (True, "…")
    assert list(await comparer.propose_reasons("…")) == []
