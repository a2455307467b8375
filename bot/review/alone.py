"""Of several review workers one works; another takes over once it is gone."""

import fcntl
from io import TextIOWrapper
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.utils import DatabaseErrorWrapper

NUMBER = 0x484F4C49  # PostgreSQL names its advisory locks by numbers


class Turn:
    """Held as long as the process, or its connection, lives."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._file: TextIOWrapper | None = None

    def mine(self) -> bool:
        return self._by_database() if connection.vendor == "postgresql" else self._by_file()

    def _by_database(self) -> bool:
        """On a connection of its own: the usual ones are closed between looks, and the lock would go with them."""
        try:
            with DatabaseErrorWrapper(connection):
                if self._connection is None:
                    self._connection = connection.get_new_connection(connection.get_connection_params())
                    self._connection.autocommit = True
                row = self._connection.execute("select pg_try_advisory_lock(%s)", [NUMBER]).fetchone()
        except DatabaseError:
            self._connection = None
            return False
        return bool(row[0])

    def _by_file(self) -> bool:
        if self._file is None:
            self._file = (settings.HOLI_HOME / "review.lock").open("w")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
