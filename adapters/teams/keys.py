"""The keys that sign what comes from Teams, fetched with a time-out and off the loop's way.

The SDK fetches them with a blocking call that has no time-out. It keeps what it fetched in a cache by address;
this stands in that cache instead.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from jwt.algorithms import RSAAlgorithm

FETCH_SECONDS = 5.0
FRESH_SECONDS = 24 * 60 * 60.0
UNKNOWN_SECONDS = 5 * 60.0  #: an unknown key asks for the list again no oftener


class KeysUnavailableError(Exception):
    """The keys could not be fetched: nothing can be said of a token now."""


@dataclass(frozen=True, slots=True)
class Key:
    """As the SDK reads it: any one of `endorsements` is a channel the key may speak for."""

    public_key: Any
    endorsements: list[str]


@dataclass
class SigningKeys:
    """The keys that the OpenID document at `url` leads to."""

    url: str
    _keys: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    _fetched: float | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def install(self) -> None:
        """The SDK asks these from now on."""
        JwtTokenExtractor.metadataCache[self.url] = self

    async def get(self, key_id: str | None) -> Key:
        """Raises PermissionError for a key that is not on the list, KeysUnavailableError where there is no list."""
        if self._age() > FRESH_SECONDS or (key_id not in self._keys and self._age() > UNKNOWN_SECONDS):
            await self.fetch(older_than=FRESH_SECONDS if key_id in self._keys else UNKNOWN_SECONDS)
        found = self._keys.get(key_id or "")
        if found is None:
            raise PermissionError("signed with a key that is not on the list")
        endorsements = list(found.get("endorsements") or ())
        if not endorsements:  # the SDK would let it speak for every channel
            raise PermissionError("signed with a key that may speak for no channel")
        return Key(RSAAlgorithm.from_jwk(json.dumps(found)), endorsements)

    async def fetch(self, older_than: float = 0.0) -> None:
        """Fetches the list, unless somebody else just did. Where that fails, a list there is goes on to be used."""
        async with self._lock:
            if self._age() <= older_than:
                return
            try:
                async with asyncio.timeout(FETCH_SECONDS), aiohttp.ClientSession() as session:
                    document = await _read(session, self.url)
                    keys = (await _read(session, str(document["jwks_uri"])))["keys"]
                    self._keys = {str(key["kid"]): key for key in keys}
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError) as err:
                if not self._keys:
                    raise KeysUnavailableError(type(err).__name__) from err
            self._fetched = time.monotonic()

    def _age(self) -> float:
        return float("inf") if self._fetched is None else time.monotonic() - self._fetched


async def _read(session: aiohttp.ClientSession, url: str) -> Mapping[str, Any]:
    async with session.get(url, allow_redirects=False) as response:
        if response.status != HTTPStatus.OK:
            raise ValueError(f"HTTP {response.status}")
        read: Mapping[str, Any] = await response.json(content_type=None)
        return read
