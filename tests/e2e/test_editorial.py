"""A publisher in a real browser: a new version of a policy from Word, published, asked about, and rolled back."""

import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from knowledge.models import Language
from tests.conftest import LIBRARY
from tests.e2e.conftest import Holi, furnish, sign_in, start, stop
from tests.e2e.test_browser import violations

QUESTION = "How often does a page administrator have to redo the training?"
HEADING = re.compile(r"(#{1,6}) (.+)")
BUILD_SECONDS = 180


@pytest.fixture(scope="module")
def own_holi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holi]:
    """With releases that this module may change, and a question to preview."""
    home = furnish(tmp_path_factory.mktemp("editorial"))
    questions = tmp_path_factory.mktemp("questions")
    (questions / "en.jsonl").write_text(
        f'{{"id": "1", "language": "en", "question": "{QUESTION}", "expects": [["social-media-policy", "3.4"]]}}\n'
    )
    started = start(home, HOLI_QUESTIONS=str(questions))
    yield started
    stop(started)


def word_file(language: Language, folder: Path, old: str, new: str) -> Path:
    """The policy as a Word file, with one rule changed."""
    text = (LIBRARY / f"social-media-policy.{language}.md").read_text().split("---\n", 2)[2]
    assert old in text
    document = docx.Document()
    for line in text.replace(old, new).split("\n"):
        heading = HEADING.fullmatch(line)
        if heading:
            document.add_heading(heading[2], level=len(heading[1]) - 1)
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line.strip():
            document.add_paragraph(line.replace("*", ""))
    file = folder / f"policy.{language}.docx"
    document.save(str(file))
    return file


def test_from_word_to_the_next_answer_and_back(own_holi: Holi, page: Page, tmp_path: Path) -> None:
    first = own_holi.ask(QUESTION, language="en")["release"]
    sign_in(own_holi, page, "publisher")
    assert violations(page) == []
    page.get_by_label("What is the draft for?").fill("Training every year")
    page.get_by_role("button", name="Begin a draft").click()
    for language, old, new in (
        (Language.EN, "every 2 years", "every 9 months"),
        (Language.CY, "bob 2 flynedd", "bob 9 mis"),
    ):
        page.get_by_label("File: Word").set_input_files(word_file(language, tmp_path, old, new))
        page.get_by_label("Language of the file").select_option(str(language))
        page.get_by_label("Document's short name").fill("social-media-policy")
        page.get_by_label("Version").fill("9.9")
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_text(f"social-media-policy.{language}.md")).to_be_visible()
    assert violations(page) == []
    draft = page.url
    page.goto(draft.replace("?", "/documents/social-media-policy/3.4?"))
    expect(page.locator("#id_text_cy")).to_contain_text("bob 9 mis")
    page.locator("#id_text_en").fill("Every administrator recieves **training**.")
    expect(page.locator("#look-en strong")).to_have_text("training")
    expect(page.locator("#look-en mark")).to_have_text("recieves")
    assert violations(page) == []
    page.goto(draft)
    page.get_by_role("button", name="Build the preview").click()
    expect(page.get_by_role("link", name="See the preview")).to_be_visible(timeout=BUILD_SECONDS * 1000)
    page.get_by_role("link", name="See the preview").click()
    change = page.locator("section.change[data-anchor='social-media-policy#3.4']")
    expect(change.locator("[lang=en] ins").first).to_contain_text("9")
    expect(change.locator("[lang=cy] ins").first).to_contain_text("9")
    assert violations(page) == []
    page.get_by_label("Why is it published?").fill("The audit asked for it")
    if page.get_by_label("Why these are accepted").count():
        page.get_by_label("Why these are accepted").fill("Checked")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Published")
    answer = own_holi.ask(QUESTION, language="en")
    (citation,) = answer["messages"][0]["citations"]
    assert "every 9 months" in citation["quote"]
    assert citation["version"] == "9.9"
    row = page.get_by_role("row", name=re.compile(first))
    row.get_by_text("Roll back to this").click()
    row.get_by_label("Why go back?").fill("Too often")
    row.get_by_role("button", name="Roll back", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Rolled back")
    assert violations(page) == []
    back = own_holi.ask(QUESTION, language="en")
    assert back["release"] == first
    assert "every 2 years" in back["messages"][0]["text"]
