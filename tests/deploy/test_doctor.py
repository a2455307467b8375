"""`holi doctor` on what compose.yml sets for the web app, with a real PostgreSQL and Redis in its two's place."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import yaml

from knowledge.settings import ROOT
from tests.e2e.conftest import furnish
from tests.ports import free_port
from tests.postgres import running as postgres_running

WEB = yaml.safe_load((ROOT / "compose.yml").read_text())["services"]["web"]


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url, deadline = f"redis://127.0.0.1:{port}/0", time.monotonic() + 15
    while True:
        try:
            redis.Redis.from_url(url).ping()
            break
        except redis.ConnectionError:
            assert time.monotonic() < deadline, "Redis didn't start."
            time.sleep(0.1)
    yield url
    server.terminate()
    server.wait(15)


def composed(secrets: Path, home: Path, database: str, redis_url: str) -> dict[str, str]:
    """The web app's environment as an engine gives it, but for where things are on this machine."""
    defaults = {name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for name, value in WEB["environment"].items()}
    (secrets / "HOLI_DATABASE_URL").chmod(0o600)
    (secrets / "HOLI_DATABASE_URL").write_text(database)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOLI_")}
    here = {"HOLI_SECRETS": str(secrets), "HOLI_REDIS_URL": redis_url, "HOLI_HOME": str(home)}
    ports = {name: str(free_port()) for name in ("HOLI_PORT", "HOLI_RASA_PORT", "HOLI_ACTIONS_PORT")}
    return {**kept, **defaults, **here, **ports}


def test_the_compose_configuration_lacks_nothing(tmp_path: Path, redis_url: str) -> None:
    secrets, home = tmp_path / "secrets", tmp_path / "home"
    home.mkdir()
    subprocess.run([ROOT / "deploy" / "make-secrets", secrets], check=True, capture_output=True)
    with postgres_running() as postgres:
        environment = composed(secrets, furnish(home), postgres.create("holi_composed"), redis_url)
        for command in (["prepare", "database"], ["doctor"]):
            said = subprocess.run(
                [sys.executable, "-m", "bot.cli", *command],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert said.returncode == 0, said.stdout + said.stderr
        assert "All is well." in said.stdout
        assert "postgresql" in said.stdout
