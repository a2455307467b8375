"""A real PostgreSQL server in a folder of its own, for as long as tests need it."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from tests.ports import free_port

OTHER = "nobody"  # PostgreSQL refuses to run as root


def tool(name: str) -> str:
    """Debian keeps PostgreSQL's programs out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    path = shutil.which(name) or (str(found[-1]) if found else "")
    assert path, f"PostgreSQL's {name} isn't installed; 'make servers' installs it."
    return path


@dataclass
class Postgres:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return f"postgresql://holi@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self._control("start", "-w", "-o", f"-p {self.port}")

    def stop(self) -> None:
        self._control("stop", "-m", "fast")

    def create(self, database: str) -> str:
        """An empty database; its address."""
        _run([tool("createdb"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "holi", database])
        return self.url_of(database)

    def _control(self, *arguments: str) -> None:
        _run([tool("pg_ctl"), "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), *arguments])


def _run(command: list[str]) -> None:
    as_other = ["setpriv", f"--reuid={OTHER}", f"--regid={pwd.getpwnam(OTHER).pw_gid}", "--clear-groups"]
    subprocess.run(
        [*(as_other if os.geteuid() == 0 else []), *command],
        cwd="/", check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip


SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
log_min_messages = warning
"""


def make(folder: Path) -> Postgres:
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam(OTHER).pw_uid, -1)
    _run([tool("initdb"), "-D", str(folder / "data"), "-U", "holi", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])
    with (folder / "data" / "postgresql.conf").open("a") as sink:
        sink.write(SETTINGS)
    return Postgres(folder, free_port())


@contextmanager
def running() -> Iterator[Postgres]:
    folder = Path(mkdtemp(prefix="holi-postgres-"))
    made = make(folder)
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)
