"""A PostgreSQL database in one file, and back, by PostgreSQL's own programs.

Where it is and what opens it goes by the environment, which no list of processes shows.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import pq, sql

from bot.backup.members import DUMP, EMPTIED, Rows
from bot.web.stores import RASA_SCHEMA
from knowledge.errors import HoliError

CONNECT_SECONDS = 10
MAJOR = 10_000  # 150018 is 15.18
TABLES = (
    "select schemaname, tablename from pg_tables where schemaname !~ '^pg_' and schemaname <> 'information_schema' "
    "order by 1, 2"
)
SCHEMAS = "select nspname from pg_namespace where nspname !~ '^pg_'"


def dump(url: str, folder: Path) -> Rows:
    """Everything as of one moment, Rasa's schema too, without what opens a door. Raises HoliError."""
    with _reached(url) as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        if ("django_migrations",) not in {(table,) for _, table in connection.execute(TABLES)}:
            raise HoliError("There is nothing to back up in HOLI_DATABASE_URL. 'holi prepare database' makes it.")
        ((snapshot,),) = connection.execute("select pg_export_snapshot()")
        emptied = [f"--exclude-table-data=*.{table}" for table in EMPTIED]
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *emptied]
        _run("pg_dump", [*options, f"--file={folder / DUMP}"], url, connection)
        migrations = connection.execute("select app || '.' || name from django_migrations order by id")
        ((questions,),) = connection.execute("select count(*) from chat_question")
        return Rows([name for (name,) in migrations], questions)


def refuse_unless_empty(url: str) -> None:
    with _reached(url) as connection:
        held = [".".join(table) for table in connection.execute(TABLES)]
        if (RASA_SCHEMA,) in connection.execute(SCHEMAS).fetchall():
            held.append(f"the schema {RASA_SCHEMA}")
    if held:
        raise HoliError(
            f"The database isn't empty: it holds {held[0]}. Make an empty one with createdb and name it in "
            "HOLI_DATABASE_URL."
        )


@contextmanager
def loaded(url: str, file: Path) -> Iterator[None]:
    """What was dumped is in the empty database; empty again where something fails after that. Raises HoliError."""
    with _reached(url) as connection:
        before = connection.execute(SCHEMAS).fetchall()
        try:
            options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
            _run("pg_restore", [*options, f"--dbname={connection.info.dbname}", str(file)], url, connection)
            yield
        except BaseException:
            _empty(connection, before)
            raise


def _empty(connection: psycopg.Connection[Any], before: list[tuple[str]]) -> None:
    for (schema,) in connection.execute(SCHEMAS).fetchall():
        if (schema,) not in before:
            connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(schema)))
    for table in connection.execute(TABLES).fetchall():
        connection.execute(sql.SQL("drop table if exists {} cascade").format(sql.Identifier(*table)))


@contextmanager
def _reached(url: str) -> Iterator[psycopg.Connection[Any]]:
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[-1]
        raise HoliError(f"The database can't be reached ({said}). Start it, or correct HOLI_DATABASE_URL.") from None
    except psycopg.Error:  # its text may hold the password
        raise HoliError("HOLI_DATABASE_URL isn't like postgresql://user:password@host:5432/holi. Correct it.") from None
    with connection:
        yield connection


def _run(name: str, options: list[str], url: str, connection: psycopg.Connection[Any]) -> None:
    command = [_program(name, connection.info.server_version // MAJOR), *options]
    told = {
        option.envvar.decode(): option.val.decode()
        for option in pq.Conninfo.parse(url.encode())
        if option.envvar and option.val
    }
    done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise HoliError(f"{name} failed ({said}). Nothing was kept.")


def _program(name: str, server: int) -> str:
    path = shutil.which(name)
    if not path:
        raise HoliError(f"{name} isn't installed. Install PostgreSQL's client programs, {server} or later.")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"\d+", said)
    if not version or int(version[0]) < server:
        raise HoliError(
            f"{name} is too old for the server's PostgreSQL {server} ({said.strip()}). Install its client programs, "
            f"{server} or later."
        )
    return path
