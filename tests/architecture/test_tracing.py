"""Coverage does not hang where a thread's greenlets end."""

import subprocess
import sys

from tests.conftest import ROOT

SCRIPT = """
import ctypes, faulthandler
import coverage
from tests.tracing import Untraced

faulthandler.dump_traceback_later(20, exit=True)
coverage.Coverage(data_file=None).start()
call = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)

class Key:
    pass

keys, kept = [Key()], Untraced()
kept[keys[0]] = 1
another = ctypes.pythonapi.PyErr_CheckSignals  # no Python function itself

@call
def first(_):
    ctypes.pythonapi.Py_AddPendingCall(another, None)
    keys.clear()
    return 0

ctypes.pythonapi.Py_AddPendingCall(first, None)
for _ in range(100_000):
    pass
print("ended", len(kept))
"""


def test_a_key_that_dies_inside_a_pending_call_while_another_waits_is_let_go() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.stdout == "ended 0\n", done.stderr
