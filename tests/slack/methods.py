"""What every method of the Web API is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.slack.rights import Refusal, Token
from tests.slack.state import State
from tests.slack.workspace import BOT_USER, Channel, Json, User, Workspace


@dataclass(frozen=True, slots=True)
class Call:
    """One call with everything it may touch."""

    state: State
    args: Json
    _token: Token | None
    credentials: tuple[str, str] = ("", "")

    @property
    def token(self) -> Token:
        assert self._token
        return self._token

    @property
    def space(self) -> Workspace:
        return self.state.workspaces[self.token.team_id]

    def need(self, name: str) -> str:
        """A required argument."""
        value = self.args.get(name)
        if value in (None, ""):
            raise Refusal("invalid_arguments", response_metadata={"messages": [f"missing required field: {name}"]})
        return str(value)

    def true(self, name: str) -> bool:
        return str(self.args.get(name, "")).lower() in ("true", "1")

    def needs_scope(self, scope: str) -> None:
        if scope not in self.token.scopes:
            raise Refusal("missing_scope", needed=scope, provided=",".join(sorted(self.token.scopes)))

    def person(self, user: str) -> User:
        """Somebody this workspace knows."""
        known = self.space.users.get(user)
        if known is None:
            raise Refusal("user_not_found")
        return known

    def channel(self, name: str = "channel", *, joined: bool = False) -> Channel:
        """The channel of the call: one the bot can see, and is in where it must be."""
        known = self.space.channels.get(self.need(name))
        if known is None or (known.is_private and BOT_USER not in known.members):
            raise Refusal("channel_not_found")
        if joined and BOT_USER not in known.members:
            raise Refusal("not_in_channel")
        return known

    def page(self, items: Sequence[object], at: str) -> Json:
        """One small page under the name `at`, with the cursor of the next; Slack may give fewer than asked for."""
        start = int(self.args.get("cursor") or 0)
        size = min(int(self.args.get("limit") or self.state.page_size), self.state.page_size)
        following = str(start + size) if start + size < len(items) else ""
        return {at: list(items[start : start + size]), "response_metadata": {"next_cursor": following}}


@dataclass(frozen=True, slots=True)
class Method:
    """`scope` is needed to call it ("" none); `open` methods take no token, `for_app` ones the app's."""

    act: Callable[[Call], Json]
    scope: str = ""
    open: bool = False
    for_app: bool = False
