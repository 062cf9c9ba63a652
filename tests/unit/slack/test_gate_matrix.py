"""What is malformed, unsigned, replayed or oversized is refused, and does nothing."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from structlog.testing import capture_logs

from adapters.slack.clients import SDK_LOG
from adapters.slack.config import SlackConfig
from adapters.slack.gate import MAX_BODY_BYTES, REPLAY_WINDOW, TOLD_EVERY
from adapters.slack.run import build, outbound
from tests.fakes import SetClock
from tests.fakes_door import ScriptedDoor
from tests.unit.slack.gate_front import (
    FORM,
    SECRET,
    Front,
    Json,
    NowhereInstalled,
    as_form,
    signature,
    stamp_of,
)
from tests.unit.slack.gate_payloads import CALM, COMMAND, FORM_KINDS, JSON_KINDS, MENTION, PRESS, variants

NOBODY = "http://127.0.0.1:9/api/"  #: no Slack behind it

WHOLE = json.dumps(MENTION)


@pytest.fixture
async def front(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Front]:
    caplog.set_level(logging.CRITICAL, SDK_LOG.name)  # Bolt logs whole payloads, and no report can carry a surrogate
    clock, door = SetClock(), ScriptedDoor()
    config = SlackConfig(bot_token=SecretStr("xoxb-1"), signing_secret=SecretStr(SECRET), api_url=NOBODY)
    slack = build(config, door, outbound(config, NowhereInstalled(), clock), clock, "/align")
    app = web.Application()
    app.add_routes(slack.routes)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield Front(client, door, clock)
    await slack.stop()
    await slack.close()


@pytest.mark.parametrize("payload", JSON_KINDS.values(), ids=JSON_KINDS)
async def test_what_slack_sends_as_json_goes_through(front: Front, payload: Json) -> None:
    assert await front.signs(json.dumps(payload)) == 200
    assert len(front.door.events) == 1


@pytest.mark.parametrize("payload", FORM_KINDS.values(), ids=FORM_KINDS)
async def test_what_slack_sends_as_a_form_goes_through(front: Front, payload: Json) -> None:
    assert await front.signs(as_form(payload), FORM) == 200
    assert len(front.door.events) == 1


async def test_a_command_goes_through(front: Front) -> None:
    assert await front.signs(urlencode(COMMAND), FORM) == 200
    assert len(front.door.events) == 1


NOW = stamp_of(SetClock().now())
RIGHT = signature(WHOLE.encode(), NOW)
UNSIGNED = {
    "nothing": ("", ""),
    "no signature": (NOW, ""),
    "no time": ("", RIGHT),
    "another secret": (NOW, signature(WHOLE.encode(), NOW, "another")),
    "another body": (NOW, signature(b"{}", NOW)),
    "another time": (NOW, signature(WHOLE.encode(), str(int(NOW) - 1))),
    "a digit short": (NOW, RIGHT[:-1]),
    "a digit more": (NOW, RIGHT + "0"),
    "upper case": (NOW, RIGHT.upper()),
    "another version": (NOW, RIGHT.replace("v0", "v1")),
    "no version": (NOW, RIGHT.removeprefix("v0=")),
    "not ASCII": (NOW, "v0=é"),
    "a very long signature": (NOW, "v0=" + "0" * 6000),
    "a time that is a word": ("now", RIGHT),
    "a negative time": (f"-{NOW}", RIGHT),
    "a time with a fraction": (f"{NOW}.0", RIGHT),
    "a time with a sign": (f"+{NOW}", RIGHT),
    "a time in other digits": (NOW.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), RIGHT),
    "a time in superscript": ("²" * 10, RIGHT),
    "an infinite time": ("inf", RIGHT),
    "an endless time": ("9" * 5000, RIGHT),
    "a time with a blank in it": (f"{NOW[:5]} {NOW[5:]}", RIGHT),
    "a time with an underscore": (f"{NOW[:5]}_{NOW[5:]}", RIGHT),
}


@pytest.mark.parametrize(("stamp", "signed"), UNSIGNED.values(), ids=UNSIGNED)
async def test_what_is_not_signed_is_refused_and_does_nothing(front: Front, stamp: str, signed: str) -> None:
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signed,
    }

    assert await front.sends(WHOLE, headers) == 401
    assert front.door.events == []


async def test_what_is_signed_rightly_by_hand_goes_through(front: Front) -> None:
    headers = {"Content-Type": "application/json", "X-Slack-Request-Timestamp": NOW, "X-Slack-Signature": RIGHT}

    assert await front.sends(WHOLE, headers) == 200


SECOND = timedelta(seconds=1)
REPLAYED = {
    "a second too late": REPLAY_WINDOW + SECOND,
    "an hour late": timedelta(hours=1),
    "years late": timedelta(days=3000),
    "from the future": -REPLAY_WINDOW - SECOND,
    "from far in the future": timedelta(days=-3000),
}


@pytest.mark.parametrize("late", REPLAYED.values(), ids=REPLAYED)
async def test_what_was_signed_at_another_time_is_refused_and_does_nothing(front: Front, late: timedelta) -> None:
    assert await front.signs(WHOLE, late=late) == 401
    assert front.door.events == []


async def test_a_wrong_secret_or_clock_is_logged_and_a_stranger_who_knocks_does_not_fill_the_log(front: Front) -> None:
    with capture_logs() as logs:
        headers = {"X-Slack-Request-Timestamp": NOW, "X-Slack-Signature": signature(WHOLE.encode(), NOW, "another")}
        for sent in ({}, headers, headers):
            assert await front.sends(WHOLE, sent) == 401
        for _ in range(2):
            assert await front.signs(WHOLE, late=timedelta(hours=1)) == 401
        front.clock.advance(TOLD_EVERY)
        assert await front.signs(WHOLE, late=timedelta(hours=1)) == 401
    told = [(line["event"], line["reason_code"]) for line in logs]
    assert told == [("slack_request_not_signed", wrong) for wrong in ("secret", "clock", "clock")]


async def test_what_is_sent_again_within_the_window_is_done_once(front: Front) -> None:
    assert [await front.signs(WHOLE) for _ in range(3)] == [200] * 3
    assert len(front.door.events) == 1


MALFORMED: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "application/json"),
    "blanks": ("  ", "application/json"),
    "a list": ("[]", "application/json"),
    "a number": ("1", "application/json"),
    "null": ("null", "application/json"),
    "a string": ('"x"', "application/json"),
    "an open brace": ("{", "application/json"),
    "cut in the middle": (WHOLE[: len(WHOLE) // 2], "application/json"),
    "an empty object": ("{}", "application/json"),
    "not UTF-8": (b"\xff\xfe{}", "application/json"),
    "half a character": (WHOLE.encode() + b"\xc3", "application/json"),
    "UTF-16": (WHOLE.encode("utf-16"), "application/json"),
    "a byte order mark": (b"\xef\xbb\xbf" + WHOLE.encode(), "application/json"),
    "NUL": (b'{"type": "\x00"}', "application/json"),
    "nested without an end": ("[" * 100_000, "application/json"),
    "nested very deep": ('{"a":' * 5000 + "1" + "}" * 5000, "application/json"),
    "a number of 5,000 digits": (WHOLE.replace('"event_time": 1', f'"event_time": {"9" * 5000}'), "application/json"),
    "not a number": (WHOLE.replace('"event_time": 1', '"event_time": NaN'), "application/json"),
    "a type nobody knows": ('{"type": "surprise"}', "application/json"),
    "a type given twice": ('{"type": "event_callback", "type": "surprise"}', "application/json"),
    "a form as JSON": (as_form(PRESS), "application/json"),
    "a challenge that is none": ('{"type": "url_verification", "challenge": {"a": 1}}', "application/json"),
    "an empty form": ("", FORM),
    "a form of something else": ("a=b", FORM),
    "a form without a payload": ("payload=", FORM),
    "a payload that is a list": ("payload=[]", FORM),
    "a payload that is null": ("payload=null", FORM),
    "an empty payload": ("payload=%7B%7D", FORM),
    "half a payload": ("payload=%7B", FORM),
    "two payloads": ("payload=%7B%7D&payload=%7B", FORM),
    "a thousand fields": ("&".join(f"a{i}=1" for i in range(1000)), FORM),
    "a command without a name": (urlencode(COMMAND | {"command": ""}), FORM),
    "a command of nobody": (urlencode({"command": "/align", "text": "help"}), FORM),
    "a command with bad percents": ("command=/align&team_id=%ff%fe&user_id=%zz&trigger_id=1", FORM),
}


@pytest.mark.parametrize(("body", "kind"), MALFORMED.values(), ids=MALFORMED)
async def test_what_is_signed_and_malformed_is_refused_and_does_nothing(
    front: Front, body: str | bytes, kind: str
) -> None:
    assert await front.signs(body, kind) == 400
    assert front.door.events == []


@pytest.mark.parametrize("payload", JSON_KINDS.values(), ids=JSON_KINDS)
async def test_no_event_of_another_shape_breaks_anything(front: Front, payload: Json) -> None:
    bodies = [json.dumps(variant) for variant in variants(payload)]

    statuses = {body: await front.signs(body) for body in bodies}

    assert len(bodies) > 150
    assert {body: status for body, status in statuses.items() if status not in CALM} == {}


@pytest.mark.parametrize("payload", FORM_KINDS.values(), ids=FORM_KINDS)
async def test_no_interaction_of_another_shape_breaks_anything(front: Front, payload: Json) -> None:
    bodies = [json.dumps(variant) for variant in variants(payload)]

    statuses = {body: await front.signs(urlencode({"payload": body}), FORM) for body in bodies}

    assert len(bodies) > 150
    assert {body: status for body, status in statuses.items() if status not in CALM} == {}


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
async def test_what_claims_to_be_packed_and_is_not_is_refused(front: Front, encoding: str) -> None:
    assert await front.signs(WHOLE, Content_Encoding=encoding) in {400, 401}
    assert await front.sends(WHOLE, {"Content-Type": "application/json", "Content-Encoding": encoding}) in {400, 401}
    assert front.door.events == []


HEAD = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
WIRE = {
    "a chunk without a size": (CHUNKED + b"ZZ\r\n", 400),
    "a size and chunks": (HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400),
    "a negative size": (HEAD + b"Content-Length: -3\r\n\r\n", 400),
    "two sizes": (HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
    "NUL in a header": (HEAD + b"X-Slack-Signature: \x00\r\nContent-Length: 2\r\n\r\n{}", 400),
    "bytes in a header": (HEAD + b"X-Slack-Signature: v0=\xff\xfe\r\nContent-Length: 2\r\n\r\n{}", 401),
    "a header of 20 KB": (HEAD + b"X-Slack-Signature: " + b"a" * 20_000 + b"\r\nContent-Length: 2\r\n\r\n{}", 400),
    "a size over the cap": (HEAD + b"Content-Length: %d\r\n\r\n" % (MAX_BODY_BYTES + 1), 413),
    "chunks over the cap": (CHUNKED + (b"20000\r\n" + b"a" * 0x20000 + b"\r\n") * 9, 413),
}


@pytest.mark.parametrize(("raw", "status"), WIRE.values(), ids=WIRE)
async def test_what_is_broken_on_the_wire_is_refused_and_does_nothing(front: Front, raw: bytes, status: int) -> None:
    assert await front.puts(raw) == status
    assert front.door.events == []


async def test_what_is_oversized_is_refused_though_it_is_signed(front: Front) -> None:
    assert await front.signs(WHOLE + " " * MAX_BODY_BYTES) == 413
    assert front.door.events == []


async def test_only_a_post_is_answered(front: Front) -> None:
    assert (await front.client.get("/slack/events")).status == 405
