"""What the databases still hold of rows that are gone, and how to be rid of it.

SQLite's files are read as bytes. PostgreSQL's can't be: there, every column of every table is asked.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from bot.privacy import spool, tracker
from bot.web.stores import RASA_SCHEMA
from knowledge.errors import HoliError

BUSY_SECONDS = 20
PROBE = 60  # characters of a text: a long one may be cut in two by a page's end
WORDS = ("text", "character varying", "json", "jsonb")  # types of columns that hold what somebody wrote


def compact() -> None:
    """Write the databases anew. Raises HoliError."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("vacuum")
        return
    compact_file(settings.HOLI_HOME / "holi.db")
    compact_file(tracker.file())


def left(words: list[str], conversations: list[str]) -> list[str]:
    """Which of the words stand anywhere, and which of the conversations in Rasa's copy and in the spool."""
    waiting = [one for file in spool.files() for one in found_in(file, conversations)]
    if connection.vendor == "postgresql":
        return waiting + _found_by_query(words, "") + _found_by_query(conversations, RASA_SCHEMA)
    return waiting + found_in(settings.HOLI_HOME / "holi.db", words) + found_in(tracker.file(), conversations)


def beyond_reach() -> str:
    """What whoever erased has to know besides."""
    if connection.vendor == "postgresql":
        return (
            "PostgreSQL's files and write-ahead log let go of it as they are used again ('VACUUM FULL' does it at"
            " once). Backups are yours to clear."
        )
    return "Backups are yours to clear."


def compact_file(file: Path) -> None:
    """Write it anew: SQLite leaves deleted words in pages until it uses them again. Raises HoliError."""
    if file.exists():
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as opened:
            try:
                opened.execute("vacuum")
                ((busy, _, _),) = opened.execute("pragma wal_checkpoint(truncate)")
            except sqlite3.OperationalError:
                busy = True
        if busy:
            raise HoliError(f"{file.name} is in use, so erased words may still stand in it. Stop Holi and try again.")


def found_in(file: Path, words: Iterable[str]) -> list[str]:
    """Which of the words stand anywhere in the file or its journals, read as bytes."""
    journals = (file.with_name(file.name + ending) for ending in ("", "-wal", "-journal"))
    held = b"\0".join(each.read_bytes() for each in journals if each.exists())
    return [word for word in words if any(form.encode() in held for form in _forms(word[:PROBE]))]


def _found_by_query(words: list[str], schema: str) -> list[str]:
    """In the schema's tables, or in all of ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_schema, table_name, column_name from information_schema.columns join"
            " information_schema.tables using (table_schema, table_name) where table_type = 'BASE TABLE'"
            " and table_schema not in ('pg_catalog', 'information_schema') and data_type = any(%s)",
            [list(WORDS)],
        )
        columns = [one for one in cursor.fetchall() if schema in ("", one[0])]
        found = []
        for word in words:
            forms = list(_forms(word))
            for place in columns:
                quoted = [connection.ops.quote_name(name) for name in place]
                held = f"select 1 from {quoted[0]}.{quoted[1]} where strpos({quoted[2]}::text, form) > 0"  # noqa: S608
                cursor.execute(f"select 1 from unnest(%s::text[]) form where exists ({held})", [forms])  # noqa: S608
                if cursor.fetchone():
                    found.append(word)
                    break
    return found


def _forms(word: str) -> set[str]:
    """As a column has it, and as JSON with and without letters escaped."""
    return {word, json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]}
