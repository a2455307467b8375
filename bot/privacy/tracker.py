"""Rasa's own copy of its conversations, in a database that Django doesn't know, or in PostgreSQL in a schema that
its models don't.

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
from django.db import connection
from django.utils import timezone

from bot.web.stores import RASA_SCHEMA

KEPT = timedelta(days=1)
BUSY_SECONDS = 20  # Rasa may be writing
OF_ONE = "sender_id = {mark}"
IDLE = "sender_id in (select sender_id from {events} group by sender_id having max(timestamp) < {mark})"


def file() -> Path:
    found: Path = settings.HOLI_HOME / "tracker.db"
    return found


class Tracker:
    name = "rasa"
    words = ("{} event of Rasa's conversations", "{} events of Rasa's conversations")

    def conversations_of(self, email: str) -> set[UUID]:
        return set()

    def export(self, conversation: UUID) -> list[dict[str, Any]]:
        with _opened() as events:
            rows = events.rows("data", f"{OF_ONE} order by id", str(conversation)) if events else []
        return [json.loads(data) for (data,) in rows]

    def erase(self, conversation: UUID, texts: frozenset[str]) -> int:
        return _delete(OF_ONE, str(conversation))

    def expired(self, before: datetime) -> int:
        with _opened() as events:
            return int(events.rows("count(*)", IDLE, _latest())[0][0]) if events else 0

    def expire(self, before: datetime) -> int:
        """Whatever the retention of questions is: these are copies."""
        return _delete(IDLE, _latest())


class _Events:
    """Rasa's table, in either database."""

    def __init__(self, cursor: Any, table: str, mark: str) -> None:
        self.cursor, self.table, self.mark = cursor, table, mark

    def rows(self, columns: str, where: str, value: object) -> list[tuple[Any, ...]]:
        self.cursor.execute(f"select {columns} from {self.table} where {self._filled(where)}", [value])  # noqa: S608
        found: list[tuple[Any, ...]] = self.cursor.fetchall()
        return found

    def delete(self, where: str, value: object) -> int:
        self.cursor.execute(f"delete from {self.table} where {self._filled(where)}", [value])  # noqa: S608
        count: int = self.cursor.rowcount
        return count

    def _filled(self, where: str) -> str:
        return where.format(events=self.table, mark=self.mark)


def _latest() -> float:
    return (timezone.now() - KEPT).timestamp()


def _delete(where: str, value: object) -> int:
    with _opened() as events:
        return events.delete(where, value) if events else 0


@contextmanager
def _opened() -> Iterator[_Events | None]:
    """Nothing where Rasa has never been asked: it makes its table at its first start."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select to_regclass(%s)", [f"{RASA_SCHEMA}.events"])
            yield _Events(cursor, f"{RASA_SCHEMA}.events", "%s") if cursor.fetchone() != (None,) else None
        return
    if not file().exists():
        yield None
        return
    with closing(sqlite3.connect(file(), timeout=BUSY_SECONDS)) as opened, opened:
        known = opened.execute("select 1 from sqlite_master where name = 'events'").fetchone()
        yield _Events(opened.cursor(), "events", "?") if known else None
