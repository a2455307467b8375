"""Rasa's own copy of its conversations, in a database that Django doesn't know.

Rasa needs it only to go on with a conversation, and begins a new session after an hour's silence anyway: what nobody
has gone on with for a day is deleted whole. Never a part of a conversation: Rasa counts the events that it has to
append by those that are there.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

KEPT = timedelta(days=1)
BUSY_SECONDS = 20  # Rasa may be writing
IDLE = "sender_id in (select sender_id from events group by sender_id having max(timestamp) < ?)"


def file() -> Path:
    found: Path = settings.HOLI_HOME / "tracker.db"
    return found


class Tracker:
    name = "rasa"
    words = ("{} event of Rasa's conversations", "{} events of Rasa's conversations")

    def conversations_of(self, email: str) -> set[UUID]:
        return set()

    def export(self, conversation: UUID) -> list[dict[str, Any]]:
        return [
            json.loads(data)
            for (data,) in _rows("select data from events where sender_id = ? order by id", conversation)
        ]

    def erase(self, conversation: UUID, texts: frozenset[str]) -> int:
        return _delete("delete from events where sender_id = ?", str(conversation))

    def expired(self, before: datetime) -> int:
        ((count,),) = _rows(f"select count(*) from events where {IDLE}", _latest()) or [(0,)]  # noqa: S608
        return int(count)

    def expire(self, before: datetime) -> int:
        """Whatever the retention of questions is: these are copies."""
        return _delete(f"delete from events where {IDLE}", _latest())  # noqa: S608


def _latest() -> float:
    return (timezone.now() - KEPT).timestamp()


@contextmanager
def _opened() -> "Iterator[sqlite3.Connection | None]":
    """Nothing where Rasa has never been asked: it makes its table at its first start."""
    if not file().exists():
        yield None
        return
    with closing(sqlite3.connect(file(), timeout=BUSY_SECONDS)) as connection, connection:
        known = connection.execute("select 1 from sqlite_master where name = 'events'").fetchone()
        yield connection if known else None


def _rows(query: str, value: object) -> list[tuple[Any, ...]]:
    with _opened() as connection:
        return (
            connection.execute(query, [value if isinstance(value, float) else str(value)]).fetchall()
            if connection
            else []
        )


def _delete(statement: str, value: object) -> int:
    with _opened() as connection:
        return connection.execute(statement, [value]).rowcount if connection else 0
