"""Holi as several machines would run it, as plain processes on loopback: `make cluster`.

PostgreSQL, Redis, nginx, and two of each of Holi's processes under supervisord, which starts again what dies.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xmlrpc.client import ServerProxy

import httpx
import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import set_json_loads
from supervisor.xmlrpc import SupervisorTransport

from bot.processes import processes
from knowledge.settings import ROOT, environment, load_settings
from tests.cluster.nginx import nginx_configuration
from tests.e2e.conftest import furnish
from tests.ports import free_port
from tests.postgres import Postgres
from tests.postgres import running as postgres_running

READY_SECONDS = 240
TWICE = ("web", "actions", "rasa", "review")
PROGRAM = """
[program:{name}]
command={command}
directory={root}
autorestart=true
startsecs=1
startretries=1000
stopwaitsecs=30
killasgroup=true
stdout_logfile={log}
redirect_stderr=true
"""
SUPERVISOR = """
[supervisord]
nodaemon=true
logfile={folder}/supervisord.log
pidfile={folder}/supervisord.pid
[unix_http_server]
file={folder}/supervisor.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""


@dataclass
class Cluster:
    """Also stands in where the end-to-end tests want one machine."""

    folder: Path
    home: Path
    port: int
    postgres: Postgres
    webs: list[int]
    supervisor: Any
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def post(self, message: str, *, port: int = 0, **more: str) -> httpx.Response:
        address = f"http://127.0.0.1:{port or self.port}/api/chat"
        return httpx.post(address, json={"message": message, **more}, timeout=30, trust_env=False)

    def ask(self, message: str, **more: str) -> dict[str, Any]:
        response = self.post(message, **more)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        with psycopg.connect(self.postgres.url_of("holi"), row_factory=dict_row) as connection:
            set_json_loads(bytes.decode, connection)  # as text, as SQLite gives it
            return connection.execute(query.replace("?", "%s"), values).fetchall()

    def logged(self, question_id: str) -> dict[str, Any]:
        (row,) = self.rows("select * from chat_question where id = ?", question_id)
        return row

    def pid(self, name: str) -> int:
        found: int = self.supervisor.getProcessInfo(name)["pid"]
        return found

    def stop(self, name: str) -> None:
        self.supervisor.stopProcess(name)

    def start(self, name: str) -> None:
        self.supervisor.startProcess(name)

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False).is_success
        except httpx.HTTPError:
            return False

    def wait(self, seconds: float = READY_SECONDS) -> float:
        """Seconds until a question can be answered, by every process."""
        began = time.monotonic()
        while not (self.ready() and all(self._answers(port) for port in self.webs)):
            assert self.process.poll() is None, "supervisord ended"
            assert time.monotonic() - began < seconds, self.states()
            time.sleep(0.2)
        return time.monotonic() - began

    def states(self) -> dict[str, str]:
        return {each["name"]: each["statename"] for each in self.supervisor.getAllProcessInfo()}

    def _answers(self, port: int) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5, trust_env=False).is_success
        except httpx.HTTPError:
            return False


def program(name: str, command: tuple[str, ...], folder: Path, values: dict[str, str]) -> str:
    """supervisord reads neither quotes nor percent signs as a shell does, so the environment is a file."""
    surroundings = folder / f"{name}.sh"
    lines = "".join(f"export {key}={_quoted(value)}\n" for key, value in sorted(values.items()))
    surroundings.write_text(f"{lines}exec {' '.join(map(_quoted, command))}\n")
    return PROGRAM.format(name=name, command=f"/bin/sh {surroundings}", root=ROOT, log=folder / f"{name}.log")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def configure(folder: Path, home: Path, postgres: Postgres, more: dict[str, str]) -> tuple[int, list[int]]:
    ports = {f"{part}{number}": free_port() for part in ("web", "actions", "rasa") for number in (1, 2)}
    public, rasa, actions, redis = (free_port() for _ in range(4))
    given = {
        "HOLI_HOME": str(home),
        "HOLI_DATABASE_URL": postgres.url_of("holi"),
        "HOLI_REDIS_URL": f"redis://127.0.0.1:{redis}/0",
        "HOLI_RASA_URL": f"http://127.0.0.1:{rasa}",
        "HOLI_ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "HOLI_SECRET_KEY": "for-the-cluster-" * 4,
        "HOLI_RASA_TOKEN": "between-web-and-rasa",
        "HOLI_LIMITS": "off",
        "OMP_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "PASSIVE",
        **more,
    }
    os.environ.update(given)
    from bot import prepare

    prepare.make_version(load_settings())
    subprocess.run([sys.executable, "-m", "bot.cli", "prepare", "database"], cwd=ROOT, check=True)
    text = SUPERVISOR.format(folder=folder)
    text += program("redis", ("redis-server", "--port", str(redis), "--save", ""), folder, dict(os.environ))
    for number in (1, 2):
        values = environment() | {
            "HOLI_PORT": str(ports[f"web{number}"]),
            "HOLI_RASA_PORT": str(ports[f"rasa{number}"]),
            "HOLI_ACTIONS_PORT": str(ports[f"actions{number}"]),
        }
        for part, process in processes(load_settings(), values).items():
            text += program(f"{part}{number}", process.command, folder, process.surroundings(values))
    upstreams = {name: [ports[f"{name}1"], ports[f"{name}2"]] for name in ("web", "rasa", "actions")}
    nginx = nginx_configuration(folder, {"web": public, "rasa": rasa, "actions": actions}, upstreams)
    text += program("nginx", ("nginx", "-e", f"{folder}/nginx.log", "-c", str(nginx)), folder, dict(os.environ))
    (folder / "supervisord.conf").write_text(text)
    return public, upstreams["web"]


@contextmanager
def running(home: Path | None = None, **more: str) -> Iterator[Cluster]:
    with TemporaryDirectory(prefix="holi-cluster-") as name, postgres_running() as postgres:
        folder = Path(name)
        if home is None:
            (folder / "home").mkdir()
            home = furnish(folder / "home")
        postgres.create("holi")
        before = dict(os.environ)
        port, webs = configure(folder, home, postgres, more)
        program = [str(Path(sys.executable).with_name("supervisord")), "-c", str(folder / "supervisord.conf")]
        with (folder / "out.log").open("wb") as sink:
            process = subprocess.Popen(program, stdout=sink, stderr=subprocess.STDOUT)
        transport = SupervisorTransport(None, None, f"unix://{folder}/supervisor.sock")
        cluster = Cluster(
            folder, home, port, postgres, webs, ServerProxy("http://127.0.0.1", transport).supervisor, process
        )
        try:
            while not (folder / "supervisor.sock").exists():
                time.sleep(0.1)
            cluster.wait()
            yield cluster
        finally:
            process.terminate()
            process.wait(timeout=90)
            os.environ.clear()
            os.environ.update(before)
            if kept := os.environ.get("CLUSTER_LOGS"):
                shutil.copytree(folder, kept, dirs_exist_ok=True, ignore=shutil.ignore_patterns("home", "*.sock"))


def main() -> None:
    with running() as cluster:
        print(f"\nHoli is ready on two of each process: {cluster.url}   (Ctrl-C stops them)\n", flush=True)
        try:
            cluster.process.wait()
        except KeyboardInterrupt:
            print("Stopping…", flush=True)


if __name__ == "__main__":
    main()
