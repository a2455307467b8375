"""The whole product as `make run` starts it, on ports and in a home of its own, and a real browser."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from knowledge.settings import ROOT, load_settings
from tests.bot.teams.microsoft import APP, SECRET, TENANT, Microsoft, running
from tests.e2e.intranet import Intranet
from tests.ports import free_port

READY_SECONDS = 120
LINK_SECONDS = 15  # printed after Holi has said that it is ready
PUBLIC_URL = "http://localhost"
told: list[str] = []  # in the consoles of the browser


@dataclass
class Holi:
    process: subprocess.Popen[bytes]
    home: Path
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, message: str, **more: str) -> dict[str, Any]:
        response = httpx.post(f"{self.url}/api/chat", json={"message": message, **more}, timeout=20, trust_env=False)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    def logged(self, question_id: str) -> dict[str, Any]:
        (row,) = self.rows("select * from chat_question where id = ?", question_id.replace("-", ""))
        return row

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        with sqlite3.connect(f"file:{self.home / 'holi.db'}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query, values).fetchall()]

    def child(self, part: str) -> int:
        """The process, of those that this run started, whose command line holds `part`."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environment = (folder / "environ").read_bytes()
            except OSError:
                continue
            if part in line and f"HOLI_PORT={self.port}\0".encode() in environment:
                return int(folder.name)
        raise LookupError(part)


def start(home: Path, **more: str) -> Holi:
    port = free_port()
    environment = {
        **os.environ,
        "HOLI_HOME": str(home),
        "HOLI_PORT": str(port),
        "HOLI_RASA_PORT": str(free_port()),
        "HOLI_ACTIONS_PORT": str(free_port()),
        "HOLI_LIMITS": "off",  # one address asks more than any council
        **more,
    }
    for name in ("HOLI_SECRET_KEY", "HOLI_RASA_TOKEN"):
        environment.pop(name, None)
    log = home / "run.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.run"], cwd=ROOT, env=environment, stdout=sink, stderr=subprocess.STDOUT
        )
    deadline = time.monotonic() + READY_SECONDS
    while b"Holi is ready" not in log.read_bytes():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)
    return Holi(process, home, port, log)


def stop(holi: Holi) -> None:
    holi.process.send_signal(signal.SIGINT)
    holi.process.wait(timeout=30)


def furnish(home: Path) -> Path:
    """A home that shares what `make setup` made: the models, the trained Rasa and the release."""
    made = load_settings().home
    (home / "models").symlink_to(made / "models")
    shutil.copytree(made / "rasa", home / "rasa")
    shutil.copytree(made / "releases", home / "releases", symlinks=True)
    return home


def sign_in(holi: Holi, page: Page, role: str) -> None:
    deadline = time.monotonic() + LINK_SECONDS
    while not (link := re.search(rf"sign in once as {role}: \S+(/sign-in/\S+)\n", holi.log.read_text())):
        assert time.monotonic() < deadline, holi.log.read_text()
        time.sleep(0.2)
    page.goto(f"{holi.url}{link[1]}?language=en")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/editorial/"))


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnish(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def microsoft() -> Iterator[Microsoft]:
    with running() as started:
        yield started


def with_teams(microsoft: Microsoft) -> dict[str, str]:
    return {
        "HOLI_PUBLIC_URL": PUBLIC_URL,
        "HOLI_TEAMS_APP_ID": APP,
        "HOLI_TEAMS_SECRET": SECRET,
        "HOLI_TEAMS_TENANTS": TENANT,
        "HOLI_TEAMS_STAND_IN": microsoft.url,
    }


@pytest.fixture(scope="session")
def intranet() -> Iterator[Intranet]:
    server = Intranet()
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def holi(prepared_home: Path, microsoft: Microsoft, intranet: Intranet) -> Iterator[Holi]:
    started = start(prepared_home, **with_teams(microsoft), HOLI_EMBED_ORIGINS=intranet.url)
    yield started
    stop(started)


@pytest.fixture(scope="module")  # while one runs, this thread has an event loop, and Django no database
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        plain = launched.new_context

        def watched(**options: Any) -> BrowserContext:
            context = plain(**options)
            context.on("console", lambda message: told.append(f"{message.location}: {message.text}"))
            return context

        launched.new_context = watched  # type: ignore[assignment]
        yield launched
        launched.close()


@pytest.fixture(autouse=True)
def _no_page_breaks_its_own_policy() -> Iterator[None]:
    """Whatever test it is: a browser says in its console what a policy of ours has kept it from."""
    told.clear()
    yield
    assert [each for each in told if "policy" in each.lower()] == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()
