"""Slack's own description of its blocks; it needs node and npm."""

import json
import shutil
import subprocess

import pytest

from tests.conftest import REQUIRED
from tests.slack_types.checking import Checker
from tests.slack_types.npm import schema


@pytest.fixture(scope="session")
def checker() -> Checker:
    """All that checks a payload, with the schema made from the npm package @slack/types."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        _missing("install Debian's packages nodejs and npm")
    try:
        path = schema()
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as err:
        _missing(f"npm could not bring Slack's types: {err}")
    return Checker(json.loads(path.read_text("utf-8")))


def _missing(how: str) -> None:
    if "node" in REQUIRED:
        pytest.fail(f"node is required here and missing: {how}")
    pytest.skip(f"node is not here: {how}")
