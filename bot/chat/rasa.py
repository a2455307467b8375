"""Ask Rasa: one request a turn, within the time a person waits."""

import asyncio
from functools import lru_cache
from typing import Any

import httpx
from django.conf import settings


class RasaFailed(Exception):
    """Rasa, or the action server behind it, gave nothing that can be shown; the text is the reason's code."""


@lru_cache(maxsize=1)
def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=None, trust_env=False)  # noqa: S113 - the whole turn has one limit, below


def health_address() -> str:
    address: str = settings.HOLI_RASA_URL
    return address.removesuffix("webhook")


async def ask(conversation: str, message: str, metadata: dict[str, str]) -> list[dict[str, Any]]:
    """Rasa's replies, each with its `act`, `text` and `custom` data. Raises RasaFailed."""
    try:
        async with asyncio.timeout(settings.HOLI_TURN_SECONDS):
            response = await _client().post(
                settings.HOLI_RASA_URL,
                json={"sender": conversation, "message": message, "metadata": metadata},
                headers={"Authorization": f"Bearer {settings.HOLI_RASA_TOKEN}"},
            )
    except TimeoutError:
        raise RasaFailed("slow") from None
    except httpx.HTTPError:
        raise RasaFailed("down") from None
    if response.status_code != httpx.codes.OK:
        raise RasaFailed(f"status {response.status_code}")
    try:
        replies = response.json()["replies"]
        usable = all(isinstance(r["text"], str) and isinstance(r["custom"], dict) and "act" in r for r in replies)
    except (ValueError, KeyError, TypeError):
        raise RasaFailed("nonsense") from None
    if not replies or not usable:
        # When an action fails Rasa says nothing at all.
        raise RasaFailed("empty" if not replies else "nonsense")
    found: list[dict[str, Any]] = replies
    return found
