"""Slack's own description of its blocks; it needs node and npm."""

import json

import pytest

from tests.slack_types.checking import Checker
from tests.slack_types.npm import brought, schema


@pytest.fixture(scope="session")
def checker() -> Checker:
    """All that checks a payload, with the schema made from the npm package @slack/types."""
    return Checker(json.loads(brought("Slack's types", schema).read_text("utf-8")))
