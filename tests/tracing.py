"""Coverage on Python 3.11 beside greenlets, without an endless loop.

A traced Python function that is called inside a pending call never gets past its first instruction while another
pending call waits: 3.11 looks at the same signal again and again (ceval.c, DO_TRACING; 3.12 traces otherwise). greenlet
ends a thread's greenlets in pending calls, and coverage keeps them as keys of a WeakKeyDictionary, whose callback is
such a function. Two threads that end at the same moment are enough: the run hangs in whatever test is on, at 100 % of
a core.
"""

import sys
import weakref
from typing import Any

from coverage.collector import Collector


class Untraced(weakref.WeakKeyDictionary[Any, Any]):
    """Its callback is no Python function. Not to be walked through while keys may die, which coverage does not do."""

    def __init__(self) -> None:
        super().__init__()
        vars(self)["_remove"] = vars(self)["data"].pop


def _start_tracer(self: Collector) -> Any:
    kept = weakref.WeakKeyDictionary
    vars(weakref)["WeakKeyDictionary"] = Untraced
    try:
        return _start(self)
    finally:
        vars(weakref)["WeakKeyDictionary"] = kept


_start = Collector._start_tracer
if sys.version_info < (3, 12):
    Collector._start_tracer = _start_tracer  # type: ignore[method-assign]
