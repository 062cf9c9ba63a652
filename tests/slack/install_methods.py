"""oauth.*, auth.revoke, apps.*: how the app comes, goes and connects."""

import secrets

from tests.slack.methods import Call, Method
from tests.slack.rights import CLIENT_ID, CLIENT_SECRET, Refusal, Token
from tests.slack.state import State
from tests.slack.workspace import APP, BOT_USER, Json


def access(call: Call) -> Json:
    """Exchanges a code, or a refresh token, for tokens."""
    client_id, client_secret = call.credentials
    if client_id != CLIENT_ID:
        raise Refusal("invalid_client_id")
    if client_secret != CLIENT_SECRET:
        raise Refusal("bad_client_secret")
    if call.args.get("grant_type") == "refresh_token":
        return _refreshed(call)
    code = call.state.installing.codes.get(str(call.args.get("code", "")))
    if code is None:
        raise Refusal("invalid_code")
    if code.used:
        raise Refusal("code_already_used")
    code.used = True
    call.state.workspaces[code.team_id].installed = True
    token = _issue(call.state, code.team_id, code.scopes)
    return _granted(call.state, token) | {"authed_user": {"id": code.user}}


def revoke(call: Call) -> Json:
    if call.true("test"):
        return {"revoked": False}
    call.token.trouble = "token_revoked"
    return {"revoked": True}


def uninstall(call: Call) -> Json:
    """Every token of the team stops working."""
    for token in call.state.tokens.values():
        if token.team_id == call.token.team_id and not token.is_app:
            token.trouble = "account_inactive"
    call.space.installed = False
    return {}


def open_connection(call: Call) -> Json:
    ticket = secrets.token_hex(8)
    call.state.socket_tickets.add(ticket)
    return {"url": f"{call.state.root.replace('http', 'ws')}/link/?ticket={ticket}&app_id={APP}"}


def _refreshed(call: Call) -> Json:
    asked = str(call.args.get("refresh_token") or "")
    old = next((one for one in call.state.tokens.values() if asked and one.refresh == asked), None)
    if old is None or old.trouble in ("token_revoked", "account_inactive"):
        raise Refusal("invalid_refresh_token")
    old.refresh = ""  # used once
    return _granted(call.state, _issue(call.state, old.team_id, old.scopes))


def _issue(state: State, team_id: str, scopes: frozenset[str]) -> Token:
    rotates = state.installing.rotates
    value = f"{'xoxe.xoxb' if rotates else 'xoxb'}-{team_id}-{secrets.token_hex(6)}"
    refresh = f"xoxe-1-{secrets.token_hex(6)}" if rotates else ""
    state.tokens[value] = Token(value, team_id, scopes, refresh=refresh)
    return state.tokens[value]


def _granted(state: State, token: Token) -> Json:
    team = state.workspaces[token.team_id]
    granted: Json = {
        "app_id": APP,
        "access_token": token.value,
        "token_type": "bot",
        "scope": ",".join(sorted(token.scopes)),
        "bot_user_id": BOT_USER,
        "team": {"id": team.team_id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    return granted | (
        {"refresh_token": token.refresh, "expires_in": state.installing.expires_in} if token.refresh else {}
    )


INSTALL: dict[str, Method] = {
    "oauth.v2.access": Method(access, open=True),
    "auth.revoke": Method(revoke),
    "apps.uninstall": Method(uninstall),
    "apps.connections.open": Method(open_connection, "connections:write", for_app=True),
}
