"""What points to a person reaches no database, and a conversation that is erased goes on."""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from knowledge.settings import ROOT
from tests.e2e.conftest import Holi
from tests.e2e.test_browser import ask


def databases(holi: Holi) -> bytes:
    return b"".join(file.read_bytes() for file in holi.home.glob("*.db*"))


def command(holi: Holi, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=ROOT, env={**os.environ, "HOLI_HOME": str(holi.home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_widget_says_so_and_neither_log_nor_tracker_has_the_name(holi: Holi, page: Page) -> None:
    page.goto(holi.url)
    expect(page.locator("#hint")).to_contain_text("enwau, manylion cyswllt a rhifau adnabod wedi'u cuddio")
    ask(page, "A gaf i bostio llun o Gwenhwyfar Llewellyn heb ganiatâd?")
    expect(page.locator(".holi").last).to_have_attribute("lang", "cy")
    page.reload()
    expect(page.locator(".me")).to_contain_text("llun o [enw]")
    assert b"[enw]" in databases(holi)
    assert b"Gwenhwyfar" not in databases(holi)
    assert b"Gwenhwyfar" not in holi.log.read_bytes()


def test_an_erased_conversation_goes_on(holi: Holi, tmp_path: Path) -> None:
    reply = holi.ask("May I post a picture of a purple hippopotamus on our page?", language="en")
    conversation = reply["conversation"]
    file = tmp_path / "export.json"
    command(holi, "subject-access", "--conversation", conversation, "--to", str(file))
    assert file.read_text().count("purple hippopotamus") >= 2  # the question log's and Rasa's
    assert b"purple hippopotamus" in databases(holi)
    command(holi, "erase", "--conversation", conversation, "--yes")
    assert b"purple hippopotamus" not in databases(holi)
    again = holi.ask("Who has to approve a new Facebook page for my service?", language="en", conversation=conversation)
    assert again["outcome"] == "answered"
