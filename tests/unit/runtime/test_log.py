import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from adapters.runtime.log import place_of, set_up_logging


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_allowed_fields_are_written_with_level_and_time() -> None:
    stream = io.StringIO()
    set_up_logging(stream, json=True)

    structlog.get_logger().warning("task failed", task="deliver", attempt=2)

    (line,) = lines(stream)
    assert line.pop("timestamp")
    assert line == {"event": "task failed", "level": "warning", "task": "deliver", "attempt": 2}


def test_a_field_not_on_the_list_is_dropped() -> None:
    stream = io.StringIO()
    set_up_logging(stream, json=True)

    structlog.get_logger().info("answer stored", text="We lose Acme", token="xoxb-1", check_id="c1")

    assert "Acme" not in stream.getvalue()
    assert "xoxb" not in stream.getvalue()
    assert lines(stream)[0]["check_id"] == "c1"


def test_a_value_is_cut_to_its_first_line_and_two_hundred_characters() -> None:
    stream = io.StringIO()
    set_up_logging(stream, json=True)

    structlog.get_logger().info("started", path="/a" * 200, error="Boom\nsecond line", host="")

    (line,) = lines(stream)
    assert len(str(line["path"])) == 200
    assert line["error"] == "Boom"
    assert line["host"] == ""


def test_debug_lines_are_left_out_unless_asked_for() -> None:
    quiet, chatty = io.StringIO(), io.StringIO()

    set_up_logging(quiet, json=True)
    structlog.get_logger().debug("detail")
    set_up_logging(chatty, json=True, level=logging.DEBUG)
    structlog.get_logger().debug("detail")

    assert quiet.getvalue() == ""
    assert lines(chatty)[0]["event"] == "detail"


def test_a_library_warning_comes_through_without_its_arguments() -> None:
    stream = io.StringIO()
    set_up_logging(stream, json=True)

    logging.getLogger("some.library").warning("cannot send %s", "We lose Acme")

    (line,) = lines(stream)
    assert line.pop("timestamp")
    assert line == {"event": "cannot send %s", "level": "warning", "logger": "some.library"}


def test_a_library_exception_comes_through_as_its_class_and_place() -> None:
    stream = io.StringIO()
    set_up_logging(stream, json=True)

    try:
        int("We lose Acme")
    except ValueError:
        logging.getLogger("some.library").exception("it broke")

    (line,) = lines(stream)
    assert line["error"] == "ValueError"
    assert str(line["place"]).startswith("test_log.py:")
    assert "Acme" not in stream.getvalue()


def test_a_level_of_a_library_s_own_is_written_as_the_standard_one_below() -> None:
    stream = io.StringIO()
    set_up_logging(stream, json=True)

    logging.getLogger("some.library").log(35, "notice")

    assert lines(stream)[0]["level"] == "warning"


def test_a_library_s_information_is_left_out() -> None:
    stream = io.StringIO()
    set_up_logging(stream, json=True)

    logging.getLogger("some.library").info("connected")

    assert stream.getvalue() == ""


def test_setting_up_twice_writes_each_line_once() -> None:
    stream = io.StringIO()
    set_up_logging(stream, json=True)
    set_up_logging(stream, json=True)

    logging.getLogger("some.library").warning("once")

    assert len(lines(stream)) == 1


def test_people_read_lines_without_colours_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    set_up_logging(stream, json=False)

    structlog.get_logger().info("listening", port=3000)

    assert "listening" in stream.getvalue()
    assert "port=3000" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_an_exception_never_raised_has_no_place() -> None:
    assert place_of(ValueError().__traceback__) == ""
