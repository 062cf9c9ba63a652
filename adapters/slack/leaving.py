"""A workspace takes its consent back."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import structlog

from adapters.slack.tokens import tenant_of
from bot.ports.clock import Clock
from bot.ports.installations import Installations

LEAVING = frozenset({"app_uninstalled", "tokens_revoked"})  #: types of events
_SECOND = timedelta(seconds=1)  #: Slack cuts `event_time` down to it

_log = structlog.get_logger()


async def leave(installations: Installations, body: Mapping[str, object], clock: Clock) -> bool:
    """The installation, with its tokens, is deleted where this event's body says so; True where there was one.

    The events come in any order, more than once, and late: an installation made after the event stays. A revoked
    token of a person is none of ours.
    """
    event, team = body.get("event"), body.get("team_id")
    if not isinstance(event, Mapping) or not isinstance(team, str) or not _speaks_of_bot(event):
        return False
    at = body.get("event_time")
    until = datetime.fromtimestamp(at, UTC) + _SECOND if isinstance(at, int) else clock.now()
    gone = await installations.delete(tenant_of(team), until)
    if gone:
        _log.info("slack_uninstalled", tenant=tenant_of(team))
    return gone


def _speaks_of_bot(event: Mapping[str, object]) -> bool:
    match event:
        case {"type": "app_uninstalled"}:
            return True
        case {"type": "tokens_revoked", "tokens": {"bot": [*users]}}:
            return bool(users)
        case _:
            return False
