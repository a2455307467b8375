"""What a database file still holds of rows that are gone, and how to be rid of it."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from knowledge.errors import HoliError

BUSY_SECONDS = 20
PROBE = 60  # characters of a text: a long one may be cut in two by a page's end


def compact(file: Path) -> None:
    """Write the database anew: SQLite leaves deleted words in pages until it uses them again. Raises HoliError."""
    if file.exists():
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            try:
                connection.execute("vacuum")
                ((busy, _, _),) = connection.execute("pragma wal_checkpoint(truncate)")
            except sqlite3.OperationalError:
                busy = True
        if busy:
            raise HoliError(f"{file.name} is in use, so erased words may still stand in it. Stop Holi and try again.")


def found_in(file: Path, words: Iterable[str]) -> list[str]:
    """Which of the words stand anywhere in the file or its journals, read as bytes."""
    journals = (file.with_name(file.name + ending) for ending in ("", "-wal", "-journal"))
    held = b"\0".join(each.read_bytes() for each in journals if each.exists())
    return [word for word in words if any(form.encode() in held for form in _forms(word[:PROBE]))]


def _forms(word: str) -> set[str]:
    """As a column has it, and as JSON with and without letters escaped."""
    return {word, json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]}
