"""SQLite databases, copied while they are written to."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.backup.members import DATABASE, DATABASES, EMPTIED, Rows
from knowledge.errors import HoliError

BUSY_SECONDS = 60


def copy(home: Path, folder: Path) -> Rows:
    """Raises HoliError."""
    for database in DATABASES:
        _copy(home / database, folder / database)
    with closing(sqlite3.connect(folder / DATABASE)) as copied:
        migrations = _strings(copied, "select app || '.' || name from django_migrations order by id")
        ((questions,),) = copied.execute("select count(*) from chat_question")
        return Rows(migrations, questions)


def _copy(source: Path, target: Path) -> None:
    """As of one moment, with what people write meanwhile left out; without what opens a door."""
    if not source.exists():
        return
    address = f"file:{source}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as read,
        closing(_written(target)) as written,
    ):
        try:
            read.backup(written)
            ((sound,),) = written.execute("pragma quick_check(1)")
            if sound == "ok":
                _forget_doors(written)
        except sqlite3.DatabaseError as error:
            sound = str(error)
    if sound != "ok":
        raise HoliError(f"{source} can't be backed up ({sound}). Restore an earlier backup.")


def _forget_doors(copy: sqlite3.Connection) -> None:
    tables = set(_strings(copy, "select name from sqlite_master where type = 'table'"))
    for table in tables.intersection(EMPTIED):
        copy.execute(f"delete from {table}")  # noqa: S608, one of our own list
    copy.execute("pragma journal_mode = delete")
    copy.execute("vacuum")  # or deleted rows would stand in its bytes


def _written(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None)


def _strings(database: sqlite3.Connection, query: str) -> list[str]:
    return [str(value) for (value,) in database.execute(query)]
