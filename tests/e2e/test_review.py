"""Staff ask what no policy says; a reviewer writes guidance, a publisher publishes it, and they are answered."""

import email
import email.policy
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Holi, furnish, sign_in, start, stop
from tests.e2e.test_browser import violations

ENGLISH = (
    "Can we fly a drone to film a road closure for our page?",
    "am I allowed to use a drone to film for our Facebook page",
    "Filming with a drone for our social media page: is it allowed?",
)
WELSH = (
    "Ga i hedfan drôn i ffilmio ar gyfer ein tudalen Facebook?",
    "Oes hawl defnyddio drôn i ffilmio i'n tudalen ni?",
)
GUIDANCE = {
    "Title in Welsh": "Ffilmio â drôn",
    "Guidance in Welsh": "Dim ond peilot trwyddedig, gyda chaniatâd y Swyddog Diogelwch, gaiff ffilmio â drôn.",
    "Title in English": "Filming with a drone",
    "Guidance in English": "Only a licensed pilot, with the Safety Officer's permission, may film with a drone.",
}
ADDRESS = "nia@example.gov.wales"
GROUPED_SECONDS = 60
BUILT_SECONDS = 240


@pytest.fixture(scope="module")
def outbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("outbox")


@pytest.fixture(scope="module")
def own_holi(tmp_path_factory: pytest.TempPathFactory, outbox: Path) -> Iterator[Holi]:
    home = furnish(tmp_path_factory.mktemp("review"))
    none = tmp_path_factory.mktemp("questions")
    started = start(home, HOLI_QUESTIONS=str(none), HOLI_EMAIL_FOLDER=str(outbox), HOLI_TURN_SECONDS="20")
    yield started
    stop(started)


def opened(browser: Browser, holi: Holi, role: str) -> Page:
    page = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
    page.set_default_timeout(15_000)
    sign_in(holi, page, role)
    return page


def message(outbox: Path) -> tuple[str, str]:
    """To whom, and what."""
    deadline = time.monotonic() + GROUPED_SECONDS
    while not (files := list(outbox.glob("*.log"))):
        assert time.monotonic() < deadline
        time.sleep(0.5)
    (file,) = files
    read = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = read.get_body()
    assert body is not None
    return str(read["To"]), str(body.get_content())


def test_five_questions_become_one_gap_and_then_an_answer(
    own_holi: Holi, browser: Browser, page: Page, outbox: Path
) -> None:
    page.goto(f"{own_holi.url}/?language=cy")
    widget = page.locator("holi-chat")
    widget.get_by_role("textbox", name="Eich cwestiwn").fill(WELSH[0])
    widget.get_by_role("button", name="Gofyn", exact=True).click()
    widget.get_by_text("Cael gwybod pan fydd ateb").click()
    widget.get_by_label("Eich cyfeiriad e-bost gwaith").fill(ADDRESS)
    assert violations(page) == []
    widget.get_by_role("button", name="Anfon").click()
    expect(widget.get_by_text("Diolch, cewch neges")).to_be_visible()
    for text, language in [*((one, "en") for one in ENGLISH), (WELSH[1], "cy")]:
        assert own_holi.ask(text, language=language)["outcome"] == "unanswered"

    reviewer = opened(browser, own_holi, "reviewer")
    deadline = time.monotonic() + GROUPED_SECONDS
    while True:
        reviewer.goto(f"{own_holi.url}/review/?language=en")
        row = reviewer.get_by_role("row").filter(has_text=re.compile("dr[oô]n"))
        if row.count() == 1 and [cell.strip() for cell in row.locator("td").all_inner_texts()][3:5] == ["2", "3"]:
            break
        assert time.monotonic() < deadline, reviewer.locator("main").inner_text()
        time.sleep(1)
    assert violations(reviewer) == []
    reviewer.locator("#queue").focus()
    reviewer.keyboard.press("j")
    reviewer.keyboard.press("Enter")
    expect(reviewer.get_by_role("heading", name="The questions", exact=True)).to_be_visible()
    reviewer.get_by_text("It needs new guidance: write it").click()
    for label, text in GUIDANCE.items():
        reviewer.get_by_label(label).fill(text)
    assert violations(reviewer) == []
    reviewer.locator("#do-draft").get_by_role("button", name="Keep").click()
    expect(reviewer.get_by_text("waiting for a release").first).to_be_visible()
    gap = reviewer.url

    publisher = opened(browser, own_holi, "publisher")
    publisher.get_by_role("link", name="Cwestiynau heb eu hateb").click()
    publisher.get_by_role("button", name="Build the preview").click()
    preview = publisher.get_by_role("link", name="See the preview")
    expect(preview).to_be_visible(timeout=BUILT_SECONDS * 1000)
    preview.click()
    publisher.get_by_label("Why is it published?").fill("Staff asked")
    if publisher.get_by_label("Why these are accepted").count():
        publisher.get_by_label("Why these are accepted").fill("Checked")
    publisher.get_by_role("button", name="Publish", exact=True).click()
    expect(publisher.get_by_role("status")).to_contain_text("Published")

    for text, language in [*((one, "en") for one in ENGLISH), *((one, "cy") for one in WELSH)]:
        answer = own_holi.ask(text, language=language)
        (citation,) = answer["messages"][0]["citations"]
        assert (citation["document"], citation["language"]) == ("questions-and-answers", language)
    to, body = message(outbox)
    assert to == ADDRESS
    assert GUIDANCE["Guidance in Welsh"] in body.replace("\n", " ")
    reviewer.goto(gap)
    expect(reviewer.locator("main strong").first).to_have_text("answered")
    reviewer.goto(gap.replace("language=en", "language=cy"))
    assert violations(reviewer) == []
