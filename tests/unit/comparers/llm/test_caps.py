"""What a check may cost."""

import pytest
from aiohttp import web

from adapters.comparers.llm.endpoint import REPLY_TOKENS
from bot.domain.errors import CapReached
from bot.domain.ids import CheckId, TenantId
from bot.ports.spending import Caps, MemorySpending, Purse
from tests.builders import a_sheet_text
from tests.llm.double import Double, status
from tests.llm.making import a_comparer

SHEET = a_sheet_text()
EDITS = [f"r1, edit {i}" for i in range(50)]


async def test_beyond_the_cap_on_tokens_nobody_is_asked_and_the_local_comparer_is_named(
    double: Double, capsys: pytest.CaptureFixture[str]
) -> None:
    comparer = a_comparer(double, caps=Caps(tokens=20_000), at_once=1)

    codings = await comparer.code(SHEET, EDITS)
    codings = [*codings, *await comparer.code(SHEET, EDITS)]

    heard = len(double.requests)
    assert 0 < heard * 1_100 <= 20_000
    assert [coding.coder for coding in codings].count("local-fake@1") == 100 - heard
    assert "HYMNSHEET_OPENAI_MAX" in "".join(capsys.readouterr())


async def test_the_cap_holds_while_many_are_asked_at_once(double: Double) -> None:
    await a_comparer(double, caps=Caps(tokens=20_000), at_once=64).code(SHEET, EDITS * 20)

    assert len(double.requests) * 1_100 <= 20_000


async def test_beyond_the_cap_on_cost_nobody_is_asked(double: Double) -> None:
    caps = Caps(tokens=10**9, cost=0.05, price_in=2.0, price_out=8.0)  # 0.0028 for each reply of the double

    codings = await a_comparer(double, caps=caps, at_once=1).code(SHEET, EDITS)

    assert 0 < len(double.requests) <= 0.05 / 0.0028
    assert codings[-1].coder == "local-fake@1"


async def test_another_sheet_has_a_cap_of_its_own(double: Double) -> None:
    comparer = a_comparer(double, caps=Caps(tokens=20_000), at_once=1)
    await comparer.code(SHEET, EDITS)

    (coding,) = await comparer.code(a_sheet_text("Opening hours"), ("because r1",))

    assert coding.coder == ""


async def test_a_cap_of_nothing_asks_nobody(double: Double) -> None:
    comparer = a_comparer(double, caps=Caps(tokens=0))

    (coding,) = await comparer.code(SHEET, ("because r1",))
    assert list(await comparer.propose_reasons("We do it because Acme leaves.")) == ["We do it because Acme leaves."]

    assert (coding.coder, double.requests) == ("local-fake@1", [])


async def test_a_refused_request_costs_nothing(double: Double) -> None:
    double.faults = [status(400)] * 2

    codings = await a_comparer(double, caps=Caps(tokens=3 * REPLY_TOKENS), at_once=1).code(
        SHEET, ("because r1", "because r2", "because r3")
    )

    assert [coding.coder for coding in codings].count("") == 1


async def test_a_reply_that_tells_no_use_costs_all_that_was_set_aside(double: Double) -> None:
    double.always = lambda good: web.json_response({"choices": [{"message": {"content": good}}], "usage": {}})

    codings = await a_comparer(double, caps=Caps(tokens=3 * REPLY_TOKENS), at_once=1).code(
        SHEET, ("because r1", "because r2", "because r3")
    )

    assert len(double.requests) == 1
    assert [coding.coder for coding in codings].count("") == 1


async def test_never_more_than_so_many_are_on_their_way(double: Double) -> None:
    await a_comparer(double, at_once=3).code(SHEET, EDITS)

    assert double.most_at_once <= 3


async def test_a_check_has_one_cap_over_every_revision_of_its_sheet_and_every_restart(double: Double) -> None:
    spending, purse = MemorySpending(), Purse(TenantId("t"), CheckId("c"))
    for number in range(20):
        anew = a_comparer(double, caps=Caps(tokens=20_000), at_once=1, spending=spending).paid_from(purse)
        await anew.code(a_sheet_text(f"Revision {number}"), ("because r1", "because r2"))

    assert 0 < len(double.requests) * 1_100 <= 20_000


async def test_ten_thousand_answers_stay_under_the_cap_and_each_says_so(double: Double) -> None:
    comparer = a_comparer(double, caps=Caps(tokens=20_000)).paid_from(Purse(TenantId("t"), CheckId("c")))

    codings = await comparer.code(SHEET, [f"r1, answer {number}" for number in range(10_000)])

    assert 0 < len(double.requests) * 1_100 <= 20_000
    assert len([coding for coding in codings if coding.capped]) == 10_000 - len(double.requests)


async def test_whatever_else_goes_wrong_is_not_called_a_cap(double: Double) -> None:
    double.always = status(400)

    (coding,) = await a_comparer(double).code(SHEET, ("because r1",))

    assert (coding.coder, coding.capped) == ("local-fake@1", False)


async def test_grouping_is_paid_from_the_same_purse_and_says_when_it_is_empty(double: Double) -> None:
    comparer = a_comparer(double, caps=Caps(tokens=20_000)).paid_from(Purse(TenantId("t"), CheckId("c")))

    async def group_on_and_on() -> None:
        for _ in range(40):
            await comparer.group(("fewer calls", "less noise"))

    with pytest.raises(CapReached):
        await group_on_and_on()
    assert 0 < len(double.requests) * 1_100 <= 20_000
