"""Whether a question can be answered now, and of which part it isn't so."""

import asyncio
import time
from dataclasses import dataclass, field

import httpx
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from bot.chat.rasa import health_address

SECONDS = 2.0  # each part has to say that it is there
KEPT = 3.0  # seconds that what was found is said again: who asks often costs nothing


@dataclass
class Found:
    parts: dict[str, bool] = field(default_factory=dict)
    at: float = float("-inf")
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


_found = Found()


@require_safe
async def ready(request: HttpRequest) -> JsonResponse:
    async with _found.lock:
        if time.monotonic() - _found.at > KEPT:
            _found.parts = await look()
            _found.at = time.monotonic()
    whole = all(_found.parts.values())
    return JsonResponse({"ready": whole, **_found.parts}, status=200 if whole else 503)


async def look() -> dict[str, bool]:
    names = {"rasa": health_address(), "actions": f"{settings.HOLI_ACTIONS_URL}/ready"}
    async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
        reached = await asyncio.gather(*(_answers(client, address) for address in names.values()))
        database = await sync_to_async(_database)()
    return {"database": database, **dict(zip(names, reached, strict=True))}


async def _answers(client: httpx.AsyncClient, address: str) -> bool:
    try:
        return (await client.get(address)).is_success
    except httpx.HTTPError:
        return False


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from chat_question limit 1")
    except DatabaseError:
        return False
    return True
