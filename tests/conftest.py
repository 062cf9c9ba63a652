"""What a test needs from outside, and how its absence is told.

`HYMNSHEET_REQUIRE` names what must be there ("bench,chromium"); with it set, any skipped test fails the run.
"""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BENCH = Path(os.environ.get("HYMNSHEET_BENCH", ROOT.parent / "shared" / "bench"))
REQUIRED = frozenset(filter(None, os.environ.get("HYMNSHEET_REQUIRE", "").split(",")))


def _there(what: str, *, present: bool, how: str) -> None:
    if present:
        return
    if what in REQUIRED:
        pytest.fail(f"{what} is required here and missing: {how}")
    pytest.skip(f"{what} is not here: {how}")


@pytest.fixture(scope="session")
def bench() -> Path:
    """The folder of labelled data that measures the comparer; not part of a clone."""
    _there("bench", present=(BENCH / "data").is_dir(), how="name its folder in HYMNSHEET_BENCH")
    return BENCH


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    _there("chromium", present=path is not None, how="install Debian's package chromium")
    return str(path)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything is required, a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if REQUIRED and exitstatus == 0 and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
