"""The public keys that Microsoft's channel signs with."""

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpx
import jwt
import structlog

logger = structlog.stdlib.get_logger(__name__)

KEPT = 24 * 60 * 60  # seconds; Microsoft asks for a fresh list once a day
PAUSE = 30  # seconds between two fetches, so that made-up key ids can't make us ask without end
PATIENCE = 5  # seconds


class KeysUnavailable(Exception):
    """There is no list of keys, so no token can be checked."""


@dataclass(frozen=True)
class Key:
    public: Any
    endorsements: frozenset[str]  # the channels that it may sign for


class Keys:
    def __init__(self, metadata_url: str) -> None:
        self.metadata_url = metadata_url
        self._keys: dict[str, Key] = {}
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")
        self._lock = asyncio.Lock()

    async def find(self, id: str) -> Key | None:
        """None where no such key is published. Raises KeysUnavailable."""
        if id not in self._keys or monotonic() - self._fetched_at > KEPT:
            async with self._lock:
                if monotonic() - self._tried_at > PAUSE:
                    await self._refresh()
        if not self._keys:
            raise KeysUnavailable
        return self._keys.get(id)

    async def _refresh(self) -> None:
        self._tried_at = monotonic()
        try:
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                metadata = (await client.get(self.metadata_url)).raise_for_status().json()
                listed = (await client.get(metadata["jwks_uri"])).raise_for_status().json()["keys"]
            self._keys = dict(filter(None, map(_read, listed)))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
            logger.warning("Microsoft's signing keys couldn't be fetched", reason=type(error).__name__)
        else:
            self._fetched_at = self._tried_at


def _read(listed: Any) -> tuple[str, Key] | None:
    """None where it isn't a key that we could use."""
    try:
        key = jwt.PyJWK(listed, "RS256").key
        return str(listed["kid"]), Key(key, frozenset(listed.get("endorsements") or ()))
    except (jwt.PyJWTError, AttributeError, KeyError, TypeError):
        return None
