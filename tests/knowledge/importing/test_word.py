"""What Word files hold besides numbers: changes, comments, hidden text, fields, boxes, tables."""

from pathlib import Path

from knowledge.models import Language
from tests.knowledge.importing.conftest import count, take, text
from tests.knowledge.importing.word_files import WordFile

RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
INSERTED = "<w:ins w:id='1' w:author='A'>{}</w:ins>"
DELETED = "<w:del w:id='2' w:author='A'><w:r><w:delText xml:space='preserve'>{}</w:delText></w:r></w:del>"
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>"
GONE = "<w:pPr>{}<w:rPr><w:del w:id='3' w:author='A'/></w:rPr></w:pPr>"


def test_tracked_changes_are_taken_as_accepted_and_said(word: WordFile, tmp_path: Path) -> None:
    word.heading("Leave", 1)
    word.raw(
        RUN.format("Staff may take ")
        + DELETED.format("ten")
        + INSERTED.format(RUN.format("twelve"))
        + RUN.format(" days.")
    )
    found = take(word, tmp_path)
    assert text(found, "1") == "Staff may take twelve days."
    assert count(found, "insertions") == 1
    assert count(found, "deletions") == 1


def test_a_deleted_paragraph_counts_for_no_number(word: WordFile, tmp_path: Path) -> None:
    word.heading("Leave", 1)
    word.text("Staff may:")
    number = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='2'/></w:numPr>"
    word.item("take leave;", 2)
    word.raw(GONE.format(number) + DELETED.format("carry leave over;"))
    word.item("ask for more.", 2)
    assert text(take(word, tmp_path), "1") == "Staff may:\n\n- (a) take leave;\n- (b) ask for more."


def test_a_deleted_paragraph_end_joins_two(word: WordFile, tmp_path: Path) -> None:
    word.heading("Leave", 1)
    word.raw(GONE.format("") + RUN.format("Leave is asked for "))
    word.text("in writing.")
    assert text(take(word, tmp_path), "1") == "Leave is asked for in writing."


def test_hidden_text_and_comments_are_left_out_and_said(word: WordFile, tmp_path: Path) -> None:
    word.heading("Leave", 1)
    word.raw(RUN.format("Seen.") + HIDDEN.format(" Not seen."))
    word.document.add_comment(word.document.paragraphs[-1].runs, text="Is this right?", author="A")
    found = take(word, tmp_path)
    assert text(found, "1") == "Seen."
    assert count(found, "hidden_text") == 1
    assert count(found, "comments") == 1
    assert "Is this right?" not in found.documents[Language.EN].markdown


def test_hidden_text_by_style_is_left_out_too(word: WordFile, tmp_path: Path) -> None:
    word.heading("Leave", 1)
    word.document.styles.add_style("Instruction", 1).font.hidden = True
    word.document.add_paragraph("Delete this before use.", style="Instruction")
    word.text("Seen.")
    assert text(take(word, tmp_path), "1") == "Seen."


def test_fields_show_their_result_and_text_boxes_are_read(word: WordFile, tmp_path: Path) -> None:
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> REF _x \\r </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>4.2</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    box = (
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p>{}</w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    ).format(RUN.format("Inside the box."))
    word.heading("Leave", 1)
    word.raw(RUN.format("See section ") + field + RUN.format(".") + box)
    assert text(take(word, tmp_path), "1") == "Inside the box.\n\nSee section 4.2."


def test_links_and_emphasis_are_kept(word: WordFile, tmp_path: Path) -> None:
    word.heading("Leave", 1)
    paragraph = word.document.add_paragraph("You must ")
    paragraph.add_run("never").bold = True
    paragraph.add_run(" post 2 * 3 or _this_.")
    assert text(take(word, tmp_path), "1") == "You must **never** post 2 \\* 3 or \\_this\\_."


def test_words_that_look_like_markdown_stay_words(word: WordFile, tmp_path: Path) -> None:
    word.heading("Leave", 1)
    for line in ("# hash", "> angle", "+ plus", "2024. A year."):
        word.text(line)
    assert text(take(word, tmp_path), "1") == "\\# hash\n\n\\> angle\n\n\\+ plus\n\n2024\\. A year."


def test_merged_cells_and_nested_tables_are_written_out(word: WordFile, tmp_path: Path) -> None:
    word.heading("Times", 1)
    table = word.document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "tall|"
    inner = table.cell(1, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "side"
    assert text(take(word, tmp_path), "1").split("\n") == [
        "| wide |  | 02 |", "| --- | --- | --- |", "| 10 in, side | 11 | tall\\| |", "| 20 | 21 | tall\\| |",
    ]  # fmt: skip


def test_a_box_of_one_cell_is_text(word: WordFile, tmp_path: Path) -> None:
    word.heading("Times", 1)
    word.document.add_table(1, 1).cell(0, 0).text = "Boxed words."
    assert text(take(word, tmp_path), "1") == "Boxed words."


def test_pictures_are_counted(word: WordFile, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "p.png")
    word.heading("Times", 1)
    word.text("Words.")
    word.document.add_picture(str(tmp_path / "p.png"))
    assert count(take(word, tmp_path), "pictures") == 1
