"""What the web app does besides answering requests, from its start to its end.

When it is told to stop, answers that are under way for Teams get there first.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections

from bot.chat.settling import settle
from bot.chat.spool import take_in

logger = structlog.stdlib.get_logger(__name__)

SECONDS = 2.0  # between looks at what was left over
LAST_SECONDS = 20.0  # for what is under way when it has to stop

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
running: set[asyncio.Task[None]] = set()  # work that isn't a request's any more


def with_lifespan(application: Application) -> Application:
    async def whole(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
        else:
            await application(scope, receive, send)

    return whole


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    tidying = asyncio.create_task(_tidy())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    tidying.cancel()
    if running:
        await asyncio.wait(running, timeout=LAST_SECONDS)
    await send({"type": "lifespan.shutdown.complete"})


async def _tidy() -> None:
    while True:
        await asyncio.sleep(SECONDS)
        try:
            await sync_to_async(_take_up, thread_sensitive=False)()
        except (DatabaseError, OSError) as error:
            logger.warning("what was left over waits", reason=type(error).__name__)


def _take_up() -> None:
    close_old_connections()
    try:
        if taken := take_in():
            logger.info("taken in from the spool", questions=taken)
        if settled := settle():
            logger.warning("questions were cut off", questions=settled)
    finally:
        close_old_connections()
