"""One message of a conversation at a time, however many Rasa processes there are."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import redis
from rasa.core.lock import Ticket, TicketLock
from rasa.core.lock_store import InMemoryLockStore, LockError, LockStore, RedisLockStore

SECONDS = float(os.environ.get("HOLI_TURN_SECONDS") or 5)
LIFETIME = SECONDS + 1  # what a process that died held is free by then: whoever asked has been told
LOOK = 0.1  # seconds between looks whether it is a message's turn
MUTEX = 2.0  # seconds that a change to a queue of tickets may take


class Locks(LockStore):
    """Rasa's own, in memory or in Redis by HOLI_REDIS_URL.

    Rasa's store for Redis reads a queue of tickets and writes it back: two processes could draw the same number.
    Here a change to a queue is made under a mutex of its own.
    """

    def __init__(self, endpoint_config: Any = None) -> None:
        url = os.environ.get("HOLI_REDIS_URL", "")
        self.red = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) if url else None
        self.store: LockStore = _InRedis(self.red) if self.red else InMemoryLockStore()

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        return self.store.get_lock(conversation_id)

    def save_lock(self, lock: TicketLock) -> None:
        self.store.save_lock(lock)

    def delete_lock(self, conversation_id: str) -> None:
        self.store.delete_lock(conversation_id)

    def issue_ticket(self, conversation_id: str, lock_lifetime: float = LIFETIME) -> int:
        with self._alone(conversation_id):
            return super().issue_ticket(conversation_id, lock_lifetime)

    def cleanup(self, conversation_id: str, ticket_number: int) -> None:
        with self._alone(conversation_id):
            super().cleanup(conversation_id, ticket_number)

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LIFETIME, wait_time_in_seconds: float = LOOK
    ) -> AsyncGenerator[TicketLock, None]:
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as held:
            yield held

    async def _acquire_lock(self, conversation_id: str, ticket: int, wait_time_in_seconds: float) -> TicketLock:
        while (held := self.get_lock(conversation_id)) and _ticket(held, ticket):
            if not held.is_locked(ticket):
                with self._alone(conversation_id):
                    self._renew(conversation_id, ticket)
                return held
            await asyncio.sleep(wait_time_in_seconds)
        # Rasa's own goes on looking for ever.
        raise LockError("The message waited so long for those before it that nobody waits for its answer any more.")

    def _renew(self, conversation_id: str, ticket: int) -> None:
        held = self.get_lock(conversation_id)
        mine = _ticket(held, ticket) if held else None
        if held and mine:
            mine.expires = time.time() + LIFETIME
            self.save_lock(held)

    @contextmanager
    def _alone(self, conversation_id: str) -> Iterator[None]:
        if self.red is None:
            yield
            return
        with self.red.lock(f"change:{conversation_id}", timeout=MUTEX, sleep=0.005, blocking_timeout=MUTEX):
            yield


def _ticket(held: TicketLock, number: int) -> Ticket | None:
    return next((one for one in held.tickets if one.number == number and not one.has_expired()), None)


class _InRedis(RedisLockStore):
    def __init__(self, red: redis.Redis) -> None:
        self.red = red
        self.key_prefix = "lock:"

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        try:
            return super().get_lock(conversation_id)
        except (ValueError, TypeError, KeyError, AttributeError):  # damaged: as if nobody held it
            self.delete_lock(conversation_id)
            return None

    def save_lock(self, lock: TicketLock) -> None:
        """Gone by itself where whoever held it died."""
        self.red.set(self.key_prefix + lock.conversation_id, lock.dumps(), ex=round(LIFETIME * 10))
