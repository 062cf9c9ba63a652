"""Answers what Bolt asks with every request: who we are in its workspace."""

from collections.abc import Awaitable, Callable
from typing import cast

from slack_bolt.authorization import AuthorizeResult

from adapters.slack.rotation import InstalledTokens


def authorize_installed(tokens: InstalledTokens) -> Callable[..., Awaitable[AuthorizeResult]]:
    """For `AsyncApp(authorize=…)` with many workspaces. No call to Slack, except for a rotation that is due.

    Installations of a whole organisation are not taken, so every request names its workspace.
    """

    async def authorize(team_id: str | None) -> AuthorizeResult | None:
        installation = await tokens.installation(team_id) if team_id else None
        if installation is None:
            return None
        return AuthorizeResult(
            enterprise_id=installation.enterprise_id or None,
            team_id=installation.team_id,
            team=installation.team_name,
            bot_user_id=installation.bot_user,
            bot_token=installation.bot_token,
            bot_scopes=installation.scopes,
        )

    # Bolt's annotation forgets None, which its middleware takes for "not installed".
    return cast(Callable[..., Awaitable[AuthorizeResult]], authorize)
