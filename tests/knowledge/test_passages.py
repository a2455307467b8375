from knowledge.library import read_library
from knowledge.markup import plain
from knowledge.models import Anchor, Language
from knowledge.passages import passages
from tests.conftest import WriteDocument


def pieces(write: WriteDocument, text: str) -> list[str]:
    section = read_library(write(f"## 1 One\n\n{text}\n")).section(Anchor("cars", "1"), Language.EN)
    assert section is not None
    return [passage.text for passage in passages(section)]


def test_a_list_keeps_its_lead_in(write: WriteDocument) -> None:
    assert pieces(write, "First.\n\nBring:\n\n- a map\n- a coat") == ["First.", "Bring:\n\n- a map\n- a coat"]


def test_a_short_table_is_whole(write: WriteDocument) -> None:
    assert len(pieces(write, "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |")) == 1


def test_rows_of_a_long_table_stand_each_under_the_header(write: WriteDocument) -> None:
    rows = "\n".join(f"| {n} | x |" for n in range(12))
    found = pieces(write, f"| number | what |\n|---|---|\n{rows}")
    assert len(found) == 12
    assert all(piece.startswith("| number | what |") for piece in found)


def test_a_lead_in_with_nothing_after_it_is_kept(write: WriteDocument) -> None:
    assert pieces(write, "One:\n\nTwo:") == ["One:", "Two:"]


def test_plain_words_have_no_markup() -> None:
    assert plain("**Bold** and [a link](https://example.org)\n\n- item") == "Bold and a link\nitem"
