"""Work that goes on after Teams has its answer: it waits 15 seconds for one, and shows nothing meanwhile."""

import asyncio
from collections.abc import Coroutine
from contextvars import Context
from typing import Any

import structlog
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.db import close_old_connections

from bot.web.lifespan import running
from knowledge.observing.metrics import FAILURES
from knowledge.observing.requests import begin, current

logger = structlog.stdlib.get_logger(__name__)

surroundings = Context  # an empty one: what a request leaves behind names threads that end with it


def start(work: Coroutine[Any, Any, None]) -> None:
    context = surroundings()
    context.run(begin, current())
    task = asyncio.create_task(_guarded(work), context=context)
    running.add(task)
    task.add_done_callback(running.discard)


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    async with ThreadSensitiveContext():  # a thread, and so a database connection, of its own
        try:
            await work
        except Exception:
            FAILURES.labels("teams").inc()
            logger.exception("work for Teams failed")
        finally:
            await sync_to_async(close_old_connections)()
