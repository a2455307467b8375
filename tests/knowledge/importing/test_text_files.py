"""HTML, Markdown and plain text."""

from pathlib import Path

import pytest

from knowledge.importing.importer import Imported, import_document
from knowledge.models import Language
from tests.knowledge.importing.conftest import kinds

HTML = """<!DOCTYPE html><html><head><title>Old name</title><style>p {}</style></head><body>
<nav><a href="/">Home</a></nav><header>The Council</header>
<main><h1>Social Media Policy</h1>
<ul class="toc"><li><a href="#a">1 Purpose</a></li><li><a href="#b">2 Accounts</a></li></ul>
<h2 id="a">1 Purpose</h2><p>This policy is for <b>all</b> staff.<sup><a href="#fn1" id="r1">1</a></sup></p>
<p hidden>Not seen.</p><p style="display: none">Nor this.</p>
<h2 id="b">2 Accounts</h2><p>Staff may:</p>
<ol type="a"><li>post;<ol type="i"><li>words;</li><li>pictures;</li></ol></li><li>reply.</li></ol>
<ol start="4"><li>four</li><li>five</li></ol>
<p>Fees <del>were</del> <ins>are</ins> these:</p>
<table><tr><th>Kind</th><th>Fee</th></tr><tr><td>One</td><td><ul><li>5</li><li>6</li></ul></td></tr></table>
<blockquote><p>Quoted words.</p></blockquote>
<ol><li id="fn1">Agency staff too. <a href="#r1">↩</a></li></ol>
</main><footer>Contact us</footer></body></html>"""
EXPECTED = """# Social Media Policy

## 1 Purpose

This policy is for **all** staff. [Agency staff too.]

## 2 Accounts

Staff may:

- a. post;
  - i. words;
  - ii. pictures;
- b. reply.
4. four
5. five

Fees are these:

| Kind | Fee |
| --- | --- |
| One | • 5 • 6 |

> Quoted words.
"""


def take(folder: Path, name: str, text: str | bytes, **options: str) -> Imported:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_document(file, id="policy", language=Language.EN, **options)  # type: ignore[arg-type]


def body(found: Imported) -> str:
    return found.documents[Language.EN].markdown.split("---\n", 2)[2]


def numbers(found: Imported) -> list[str]:
    return [section.anchor.number for section in found.documents[Language.EN].document.sections]


def test_a_page_is_read_without_what_surrounds_it(tmp_path: Path) -> None:
    found = take(tmp_path, "page.html", HTML)
    assert body(found) == EXPECTED
    assert {"contents", "hidden_text", "footnotes", "running", "insertions", "deletions"} <= kinds(found)


def test_a_page_laid_out_in_tables_is_read_in_order(tmp_path: Path) -> None:
    page = "<table><tr><td><h2>1 One</h2>Loose <i>words</i>.<div>More.</div></td></tr></table><h2>2 Two</h2><p>Words."
    assert body(take(tmp_path, "page.htm", page)).endswith(
        "## 1 One\n\nLoose *words*.\n\nMore.\n\n## 2 Two\n\nWords.\n"
    )


def test_a_page_as_word_saves_it_keeps_its_characters(tmp_path: Path) -> None:
    page = "<html><head><meta charset='windows-1252'></head><body><h2>1 Price</h2><p>It costs £5 – no more.</p>"
    assert "It costs £5 – no more." in body(take(tmp_path, "page.html", page.encode("cp1252")))


def test_markdown_keeps_its_front_matter_and_blocks(tmp_path: Path) -> None:
    text = (
        "---\ntitle: The Policy\nversion: 3.1\nowner: Planning\nreview_by: 2030-01-02\nid: other\n---\n"
        "# The Policy\n\n## 2. Fees\n\nSee [the list][l].\n\n- one\n  - two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n"
        "```\ncode # here\n```\n\n[l]: https://example.org/list\n"
    )
    found = take(tmp_path, "policy.md", text)
    document = found.documents[Language.EN].document
    assert (document.id, document.title, document.version, document.owner) == (
        "policy",
        "The Policy",
        "3.1",
        "Planning",
    )
    assert str(document.review_by) == "2030-01-02"
    assert body(found) == text.split("---\n", 2)[2].replace("## 2. Fees", "## 2 Fees")


def test_a_document_of_the_library_comes_through_unchanged(tmp_path: Path) -> None:
    file = Path(__file__).parents[3] / "knowledge" / "library" / "social-media-policy.cy.md"
    found = import_document(file, id="social-media-policy", language=Language.CY)
    written = found.documents[Language.CY].markdown.split("---\n", 2)[2]
    assert written.split() == file.read_text().split("---\n", 2)[2].split()


def test_what_is_given_goes_before_what_the_file_says(tmp_path: Path) -> None:
    found = take(tmp_path, "p.md", "---\ntitle: A\nversion: '1'\n---\nWords.\n", title="B", version="2", owner="C")
    document = found.documents[Language.EN].document
    assert (document.title, document.version, document.owner) == ("B", "2", "C")


TEXT = """SOCIAL MEDIA POLICY

Version 4

1 Purpose

This policy covers the accounts
that the Council runs.

Section 2: Accounts

Staff may:

(a) post;
(b) reply
to residents.

2.1 Fees
--------

• one
• two

1. Apples

2. Pears

Appendix B

Words.
"""


def test_plain_text_is_read_by_its_numbers(tmp_path: Path) -> None:
    found = take(tmp_path, "policy.txt", TEXT)
    assert numbers(found) == ["0", "1", "2", "2.1", "B"]
    assert found.documents[Language.EN].document.title == "SOCIAL MEDIA POLICY"
    assert found.documents[Language.EN].document.version == "4"
    assert "This policy covers the accounts that the Council runs." in body(found)
    assert "- (a) post;\n- (b) reply to residents." in body(found)
    assert "- one\n- two\n1. Apples\n2. Pears" in body(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_welsh_letters_come_through_in_every_unicode(encoding: str, tmp_path: Path) -> None:
    words = "Y mae'r tŷ a'r dŵr yn eiddo i'r Cyngor."
    (tmp_path / "p.txt").write_bytes(f"1 Tai\r\n\r\n{words}\r\n".encode(encoding))
    found = import_document(tmp_path / "p.txt", id="policy")
    assert words in found.documents[Language.CY].markdown
