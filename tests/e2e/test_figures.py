"""The figures, the audit pack and the digest in a real browser, over a small demonstration."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from knowledge.settings import ROOT
from tests.e2e.conftest import Holi, furnish, sign_in, start, stop
from tests.e2e.test_browser import violations

PACK_SECONDS = 120


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holi]:
    home = furnish(tmp_path_factory.mktemp("demo"))
    questions = tmp_path_factory.mktemp("no-questions")  # nothing to ask of a release: the pack takes seconds
    environment = {**os.environ, "HOLI_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "bot.demo", "--questions", "300"], cwd=ROOT, env=environment, check=True)
    started = start(home, HOLI_QUESTIONS=str(questions))
    yield started
    stop(started)


@pytest.fixture(scope="module")
def reviewer(demo: Holi, browser: Browser) -> Iterator[Page]:
    """Signed in: a link does it once."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    sign_in(demo, page, "reviewer")
    yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_figures_can_be_read_by_everybody(demo: Holi, reviewer: Page, language: str, scheme: str) -> None:
    page = reviewer
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{demo.url}/figures/?language={language}")
    expect(page.locator("svg[role=img]")).to_have_count(7)
    for summary in page.locator("details > summary").all():
        if summary.evaluate("one => !one.parentElement.open"):
            summary.click()
    assert violations(page) == []
    page.goto(f"{demo.url}/figures/digest?language={language}")
    assert violations(page) == []


def test_a_reviewer_asks_for_the_digest(demo: Holi, reviewer: Page) -> None:
    page = reviewer
    page.goto(f"{demo.url}/?language=en")
    page.get_by_role("link", name="Figures").click()
    page.get_by_role("link", name="Weekly digest").click()
    page.get_by_label("Your work e-mail address").fill("mair@example.org")
    page.get_by_role("button", name="Send it to me").click()
    expect(page.get_by_role("status")).to_contain_text("once a week")
    assert violations(page) == []


def test_an_auditor_takes_the_pack(demo: Holi, page: Page, tmp_path: Path) -> None:
    sign_in(demo, page, "auditor")
    page.goto(f"{demo.url}/figures/audit?language=en")
    assert violations(page) == []
    page.get_by_role("button", name="Make the audit pack").click()
    link = page.get_by_role("link", name=".zip")
    expect(link).to_be_visible(timeout=PACK_SECONDS * 1000)
    assert violations(page) == []
    with page.expect_download() as taken:
        link.click()
    file = tmp_path / "pack.zip"
    taken.value.save_as(file)
    with zipfile.ZipFile(file) as parts:
        report = next(name for name in parts.namelist() if name.endswith("report.cy.html"))
        parts.extract(report, tmp_path)
    page.goto((tmp_path / report).as_uri())
    assert violations(page) == []
    expect(page.locator("h1")).to_have_text("Holi: adroddiad archwilio")
