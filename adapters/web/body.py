"""A request's JSON object, read field by field; raises BadInput with the one line the page shows."""

import json
from collections.abc import Mapping

from aiohttp import web

from bot.domain.errors import BadInput

MAX_BODY_BYTES = 256 * 1024
MAX_TEXT = 40_000  # characters; the longest input a dialog allows is far below


class Body:
    def __init__(self, raw: Mapping[str, object]) -> None:
        self._raw = raw

    def text(self, name: str, limit: int = MAX_TEXT) -> str:
        """Required, but may be empty."""
        return _clean(name, self._raw.get(name), limit)

    def key(self) -> str:
        """The event key the page made for this one doing."""
        key = self.text("event_key", 100)
        if len(key) < 8:  # noqa: PLR2004 — shorter ones would meet by chance
            raise BadInput("Every request needs its own event_key, 8 to 100 characters long.")
        return key

    def number(self, name: str) -> int | None:
        """An id, None where there is none."""
        given = self._raw.get(name)
        if given is None:
            return None
        if not isinstance(given, int) or not 0 < given < 2**63:
            raise BadInput(f"{name} must be a positive whole number.")
        return given

    def values(self, name: str) -> dict[str, str]:
        given = self._raw.get(name)
        if not isinstance(given, dict):
            raise BadInput(f"{name} must be an object of texts.")
        return {_clean(name, key, 100): _clean(key, value, MAX_TEXT) for key, value in given.items()}


async def read_body(request: web.Request) -> Body:
    """Raises BadInput for what is no JSON object, HTTPRequestEntityTooLarge over MAX_BODY_BYTES."""
    try:
        raw = json.loads(await request.read())
    except (ValueError, RecursionError) as err:
        raise BadInput("That is not JSON.") from err
    if not isinstance(raw, dict):
        raise BadInput("Send a JSON object.")
    return Body(raw)


def _clean(name: str, given: object, limit: int) -> str:
    """Without what databases refuse: NUL and lone surrogates."""
    if not isinstance(given, str):
        raise BadInput(f"{name} must be a text.")
    if len(given) > limit:
        raise BadInput(f"{name} is too long: at most {limit:,} characters.")
    return given.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
