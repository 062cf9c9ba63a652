"""Whatever an endpoint does wrong is tried again or left to the local comparer by name; never silence."""

from collections.abc import Mapping

import pytest
from aiohttp import web

from bot.domain.errors import ComparerUnavailable
from bot.domain.verdict import VerdictKind
from tests.builders import a_sheet_text
from tests.llm.double import BIG, Cut, Double, Fault, completion, says, status, with_changes
from tests.llm.making import Waits, a_comparer

SHEET = a_sheet_text()
LOCAL = "local-fake@1"


def hangs(_: str) -> None:
    return None


def cut(_: str) -> web.Response:
    return Cut()


def big(_: str) -> web.Response:
    return completion("x" * BIG)


def big_and_500(_: str) -> web.Response:
    return web.Response(status=500, text="x" * BIG)


def without(key: str) -> Fault:
    return with_changes(lambda value: value.pop(key))


def of_first(**changes: object) -> Fault:
    return with_changes(lambda value: value["verdicts"]["r1"].update(changes))


def plain(body: str) -> Fault:
    return lambda _: web.Response(text=body, content_type="application/json")


#: fault → requests made of one answer before the local comparer stands in
FALLS_BACK: Mapping[str, tuple[Fault, int]] = {
    "refusal": (lambda _: completion(None, refusal="I will not."), 1),
    "content filter": (lambda _: completion("", finish="content_filter"), 1),
    "truncated": (lambda good: completion(good[:20], finish="length"), 1),
    "no content": (lambda _: completion(None), 1),
    "garbage in the document": (plain("<html>gateway</html>"), 1),
    "not a completion": (plain("[]"), 1),
    "no choices": (plain('{"choices": []}'), 1),
    "deep nesting": (plain("[" * 100_000), 1),
    "another content type": (lambda _: web.Response(text="hello", content_type="text/html"), 1),
    "5 MB": (big, 1),
    "garbage JSON": (says("I think r1 is {expressed"), 2),
    "JSON, no object": (says("[1]"), 2),
    "a verdict missing": (with_changes(lambda value: value["verdicts"].pop("r2")), 2),
    "a verdict too many": (with_changes(lambda value: value["verdicts"].update(r9=value["verdicts"]["r1"])), 2),
    "another verdict": (of_first(verdict="aligned"), 2),
    "another certainty": (of_first(certainty=0.9), 2),
    "a quote that is none": (of_first(quote=None), 2),
    "verdicts as a list": (with_changes(lambda value: value.update(verdicts=[])), 2),
    "own reasons missing": (without("own_reasons"), 2),
    "own reasons that are no texts": (with_changes(lambda value: value.update(own_reasons=[1])), 2),
    "says_why missing": (without("says_why"), 2),
    "objects missing": (without("objects"), 2),
    "401": (status(401), 1),
    "404": (status(404), 1),
    "400": (status(400), 1),
    "a redirect elsewhere": (lambda _: web.Response(status=307, headers={"Location": "http://127.0.0.1:9/"}), 1),
    "insufficient quota": (status(429, kind="insufficient_quota"), 1),
    "a long Retry-After": (status(429, retry_after="3600"), 1),
    "429 for good": (status(429, retry_after="1"), 3),
    "500 for good": (status(500), 3),
    "5 MB and 500": (big_and_500, 1),
    "disconnects": (cut, 3),
}


@pytest.mark.parametrize("name", FALLS_BACK)
async def test_a_reply_that_cannot_be_used_leaves_the_answer_to_the_local_comparer_by_name(
    double: Double, name: str
) -> None:
    double.always, requests = FALLS_BACK[name]

    (coding,) = await a_comparer(double).code(SHEET, ("Acme stays. r1",))

    assert coding.coder == LOCAL
    assert [verdict.kind for verdict in coding.verdicts] == [VerdictKind.EXPRESSED, *[VerdictKind.ABSENT] * 2]
    assert len(double.requests) == requests


async def test_a_time_out_is_tried_three_times(double: Double) -> None:
    double.always = hangs
    waits = Waits()

    (coding,) = await a_comparer(double, timeout=0.05, waits=waits).code(SHEET, ("because r1",))

    assert (coding.coder, waits.waited) == (LOCAL, [1.0, 2.0])


async def test_no_endpoint_at_all_leaves_everything_to_the_local_comparer(double: Double) -> None:
    double.address = "http://127.0.0.1:9/v1"

    codings = await a_comparer(double).code(SHEET, ("because r1", "because r2"))

    assert {coding.coder for coding in codings} == {LOCAL}


@pytest.mark.parametrize("fault", [status(500), status(503), status(408), cut])
async def test_a_passing_fault_is_tried_again(double: Double, fault: Fault) -> None:
    double.faults = [fault]
    waits = Waits()

    (coding,) = await a_comparer(double, waits=waits).code(SHEET, ("because r1",))

    assert (coding.coder, len(double.requests), waits.waited) == ("", 2, [1.0])


async def test_retry_after_is_never_undercut(double: Double) -> None:
    double.faults = [status(429, retry_after="7"), status(429, retry_after="Wed, 21 Oct 2026 07:28:00 GMT")]
    waits = Waits()

    (coding,) = await a_comparer(double, waits=waits).code(SHEET, ("because r1",))

    assert (coding.coder, waits.waited) == ("", [7.0, 2.0])


async def test_an_endpoint_that_is_away_is_left_alone_for_a_minute(double: Double) -> None:
    double.always = status(401)
    waits = Waits()
    comparer = a_comparer(double, waits=waits, at_once=1)

    codings = await comparer.code(SHEET, [f"because r1 {i}" for i in range(50)])
    assert {coding.coder for coding in codings} == {LOCAL}
    assert len(double.requests) == 3

    double.always = None
    waits.now += 61
    (coding,) = await comparer.code(SHEET, ("because r1",))
    assert coding.coder == ""


async def test_one_bad_reply_touches_no_other_answer(double: Double) -> None:
    double.faults = [says("garbage")] * 2

    codings = await a_comparer(double, at_once=1).code(SHEET, ("because r1", "because r2"))

    assert sorted(coding.coder for coding in codings).count("") >= 1


@pytest.mark.parametrize("name", ["temperature", "max_completion_tokens"])
async def test_a_parameter_that_a_model_does_not_take_is_left_out_from_then_on(double: Double, name: str) -> None:
    double.faults = [status(400, param=name)]
    comparer = a_comparer(double)

    codings = [(await comparer.code(SHEET, (text,)))[0] for text in ("because r1", "because r2")]

    assert [coding.coder for coding in codings] == ["", ""]
    assert [name in request for request in double.requests] == [True, False, False]


GROUPED: Mapping[str, Fault] = {
    "garbage": says("garbage"),
    "a number missing": says('{"themes": [[1]]}'),
    "a number twice": says('{"themes": [[1, 2], [2]]}'),
    "a number that is none": says('{"themes": [[1, 3]]}'),
    "no number": says('{"themes": [["1", true]]}'),
    "no lists": says('{"themes": [1, 2]}'),
    "500": status(500),
}


@pytest.mark.parametrize("name", GROUPED)
async def test_themes_that_cannot_be_used_make_the_comparer_unavailable(double: Double, name: str) -> None:
    double.always = GROUPED[name]

    with pytest.raises(ComparerUnavailable):
        await a_comparer(double).group(("the boss", "the planet"))


PROPOSED: Mapping[str, Fault] = {
    "garbage": says("garbage"),
    "not copied": says('{"sentences": ["Profits rise."]}'),
    "no texts": says('{"sentences": [7]}'),
    "refusal": lambda _: completion(None, refusal="no"),
}


@pytest.mark.parametrize("name", PROPOSED)
async def test_reasons_that_cannot_be_used_are_proposed_by_the_local_comparer(double: Double, name: str) -> None:
    double.always = PROPOSED[name]

    assert list(await a_comparer(double).propose_reasons("We do it because Acme leaves.")) == [
        "We do it because Acme leaves."
    ]


async def test_a_fault_is_logged_without_a_text(double: Double, capsys: pytest.CaptureFixture[str]) -> None:
    double.always = status(401)

    await a_comparer(double).code(SHEET, ("r1 canary-7",))

    printed = "".join(capsys.readouterr())
    assert "http_401" in printed
    assert "canary-7" not in printed


async def test_an_endpoint_that_fails_at_the_second_asking_leaves_what_was_good_of_the_first(double: Double) -> None:
    double.faults = [of_first(quote="invented"), status(400)]
    (mended,) = await a_comparer(double).code(SHEET, ("because r1 and r2",))
    double.faults = [says("garbage"), status(400)]
    (local,) = await a_comparer(double).code(SHEET, ("because r1 and r2",))

    assert (mended.coder, local.coder) == (f"openai/m@prompt-1+{LOCAL}", LOCAL)
