"""Logging: structlog behind an allow-list of field names, so that no text and no token can slip into a log.

The standard library's records (of libraries) come through the same pipeline, from WARNING on, as their unfilled
template and the class of their exception.
"""

import logging
from traceback import extract_tb
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

#: Every field a log line may carry; any other is dropped. Values are names, ids, numbers and times.
FIELDS = frozenset(
    (
        "event level timestamp logger place error "
        "task key args attempt delivery_id check_id sheet_id restatement_id tenant platform comparer job "
        "method path status seconds count port host version database reason_code again_at"
    ).split()
)
_LONGEST = 200  #: characters of a value


def set_up_logging(stream: TextIO, *, json: bool, level: int = logging.INFO) -> None:
    """Every log line of this process goes to `stream`: for people, or one JSON object a line."""
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _allowed_only,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for handler in [old for old in root.handlers if isinstance(old, _Forward)]:
        root.removeHandler(handler)
    root.addHandler(_Forward(logging.WARNING))
    root.setLevel(logging.WARNING)


def place_of(trace: TracebackType | None) -> str:
    """Where an exception was raised, as "file.py:line function"; "" where nothing is known."""
    frames = extract_tb(trace)
    if not frames:
        return ""
    last = frames[-1]
    return f"{last.filename.rpartition('/')[2]}:{last.lineno} {last.name}"


def _allowed_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: _short(value) for name, value in event.items() if name in FIELDS}


def _short(value: object) -> object:
    if isinstance(value, bool | int | float) or value is None:
        return value
    lines = str(value).splitlines()
    return lines[0][:_LONGEST] if lines else ""


class _Forward(logging.Handler):
    """A library's record as one of our lines. Its arguments, which may hold anything, stay behind."""

    def emit(self, record: logging.LogRecord) -> None:
        kind, _, trace = record.exc_info or (None, None, None)
        structlog.get_logger().log(
            min(record.levelno // 10 * 10, logging.CRITICAL),  # libraries may have levels of their own
            str(record.msg),
            logger=record.name,
            **({"error": kind.__name__, "place": place_of(trace)} if kind else {}),
        )
