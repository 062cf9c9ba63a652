"""Tokens, scopes, and how an app gets them."""

import secrets
from dataclasses import dataclass, field

SCOPES = frozenset(
    "commands chat:write im:write im:history app_mentions:read users:read channels:read groups:read "
    "usergroups:read".split()
)
OPTIONAL_SCOPES = frozenset("pins:write dnd:read files:write channels:history groups:history im:read".split())
BOT_TOKEN = "xoxb-acme"  # a name, not a secret
APP_TOKEN = "xapp-acme"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
CLIENT_ID = "111.222"
CLIENT_SECRET = "not-much-of-a-secret"


class Refusal(Exception):
    """ok: false, with this error and whatever stands beside it."""

    def __init__(self, error: str, **beside: object) -> None:
        super().__init__(error)
        self.error = error
        self.beside = beside


@dataclass
class Token:
    """`trouble` is the error every call with it gets; "" while it works."""

    value: str
    team_id: str
    scopes: frozenset[str] = SCOPES
    trouble: str = ""
    refresh: str = ""
    is_app: bool = False


@dataclass
class Code:
    """What came back when somebody allowed the app."""

    team_id: str
    user: str
    scopes: frozenset[str]
    used: bool = False


@dataclass
class Installing:
    """The app's page at Slack. `rotates`: tokens expire and are exchanged by refresh tokens."""

    rotates: bool = False
    expires_in: int = 43_200  #: seconds
    codes: dict[str, Code] = field(default_factory=dict)

    def allow(self, team_id: str, user: str, scopes: frozenset[str] = SCOPES) -> str:
        """The code that comes back when this person allows the app."""
        code = secrets.token_hex(8)
        self.codes[code] = Code(team_id, user, scopes)
        return code
