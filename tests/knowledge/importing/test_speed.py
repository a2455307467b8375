"""A file of sixty pages, in Word and in PDF."""

from pathlib import Path
from time import monotonic

import pytest

from knowledge.importing.importer import import_document
from knowledge.models import Language
from tests.knowledge.importing.conftest import Convert
from tests.knowledge.importing.policies import HEADINGS, WORDS
from tests.knowledge.importing.word_files import WordFile

SECONDS = 20
CHAPTERS, SECTIONS = 60, 4


def sixty_pages(file: Path) -> Path:
    words = WORDS[Language.EN]
    word = WordFile()
    word.list(1, HEADINGS, styles="Heading")
    word.running("Carmarthenshire policies", "Page ")
    for chapter in range(1, CHAPTERS + 1):
        word.heading(f"Chapter heading {chapter}", 1)
        for section in range(1, SECTIONS + 1):
            word.heading(f"Section heading {section}", 2)
            word.text(f"{words['purpose_text']} {words['who_text']} {words['leaving_text']} " * 2)
        word.table(words["table"] * 2)
        word.document.add_page_break()
    return word.save(file)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, office: Convert) -> dict[str, Path]:
    file = sixty_pages(tmp_path_factory.mktemp("long") / "long.docx")
    return {"docx": file, "pdf": office([file])[0]}


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_sixty_pages_are_imported_in_time(kind: str, files: dict[str, Path]) -> None:
    begun = monotonic()
    found = import_document(files[kind], id="long", language=Language.EN).documents[Language.EN].document
    seconds = monotonic() - begun
    numbers = [section.anchor.number for section in found.sections]
    chapters = range(1, CHAPTERS + 1)
    assert [number for number in numbers if "." not in number] == [str(chapter) for chapter in chapters]
    assert len(numbers) == CHAPTERS * (SECTIONS + 1)
    assert (found.sections[-1].page or CHAPTERS) >= CHAPTERS
    print(f"{kind}: {seconds:.1f} s")
    assert seconds < SECONDS
