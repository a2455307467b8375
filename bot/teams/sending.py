"""Send to Teams, and insist: what is refused for a while is tried again, what is refused for good isn't."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import quote

import httpx
from django.utils import timezone
from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.api.activities.typing import TypingActivityInput

from bot.teams.library import app
from bot.teams.models import Thread
from bot.teams.tokens import TokenUnavailable

DELAYS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # seconds between tries, each shortened by chance to spread them
LONGEST_WAIT = 120  # seconds; whatever Retry-After says
PASSING = {408, 412, 425, 429, 500, 502, 503, 504}

T = TypeVar("T")


class Undelivered(Exception):
    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status

    @property
    def gone(self) -> bool:
        """The person blocked Holi, or left, or the conversation is no more."""
        return self.status in (403, 404)


async def send(thread: Thread, activity: MessageActivityInput) -> str:
    """The id that Teams gave it. Raises Undelivered."""
    library = await app()

    async def post() -> str:
        sent = await library.send(_path(thread.teams_id), activity, service_url=thread.service_url)
        return sent.id

    return await _insist(post)


async def replace(thread: Thread, id: str, activity: MessageActivityInput) -> str:
    """The same id, or another where what was to be replaced is no more. Raises Undelivered."""
    activity.id = _path(id)
    try:
        await send(thread, activity)
    except Undelivered as failure:
        if failure.status != 404:
            raise
        activity.id = None
        return await send(thread, activity)
    return id


async def remove(thread: Thread, id: str) -> None:
    """Raises Undelivered."""
    api = (await app()).api.from_service_url(thread.service_url)
    try:
        await _insist(lambda: api.conversations.delete_activity(_path(thread.teams_id), _path(id)))
    except Undelivered as failure:
        if failure.status != 404:
            raise


async def show_typing(thread: Thread) -> None:
    """Once, and whether or not it arrives."""
    try:
        await (await app()).send(_path(thread.teams_id), TypingActivityInput(), service_url=thread.service_url)
    except (httpx.HTTPError, TokenUnavailable):
        return


def _path(id: str) -> str:
    """An id as it may stand in an address; the library puts it there as it is."""
    return quote(id, safe=":@;=")


async def _insist(request: Callable[[], Awaitable[T]]) -> T:
    for delay in (*DELAYS, None):
        try:
            return await request()
        except TokenUnavailable as error:
            reason, wait = str(error), 0.0
            if not error.passing:
                raise Undelivered(reason) from None
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            reason, wait = f"status {status}", _asked_to_wait(error.response)
            if status not in PASSING:
                raise Undelivered(reason, status) from None
        except httpx.TransportError as error:
            reason, wait = type(error).__name__, 0.0
        if delay is None:
            break
        await asyncio.sleep(max(wait, delay * random.uniform(0.5, 1)))  # noqa: S311 - it only spreads the load
    raise Undelivered(reason)


def _asked_to_wait(response: httpx.Response) -> float:
    """Seconds, from Retry-After in either of its forms."""
    value = response.headers.get("retry-after", "")
    if value.isdecimal():
        return min(float(value), LONGEST_WAIT)
    try:
        seconds = (parsedate_to_datetime(value) - timezone.now()).total_seconds()
    except (ValueError, TypeError):
        return 0.0
    return min(max(seconds, 0.0), LONGEST_WAIT)
