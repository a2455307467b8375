from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.importing.importer import Imported, import_document
from knowledge.models import Document, Language
from tests.knowledge.importing.office import convert
from tests.knowledge.importing.policies import write_policy
from tests.knowledge.importing.word_files import WordFile
from tests.knowledge.importing.writer_files import write_writer_file

Convert = Callable[..., list[Path]]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    profile = tmp_path_factory.mktemp("office-profile")
    return lambda files, to="pdf": convert(files, to, profile)


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory, office: Convert) -> dict[tuple[Language, str], Path]:
    """The small policy by language and kind: as written by python-docx, by LibreOffice, and as either's PDF."""
    folder = tmp_path_factory.mktemp("policies")
    word = {language: write_policy(folder / f"policy-{language}.docx", language) for language in Language}
    found = {(language, "docx"): file for language, file in word.items()}
    for language, pdf in zip(Language, office([*word.values()]), strict=True):
        found[language, "pdf"] = pdf
    writer = office([write_writer_file(folder / f"writer-{language}.fodt", language) for language in Language], "docx")
    for language, file, pdf in zip(Language, writer, office(writer), strict=True):
        found[language, "writer docx"], found[language, "writer pdf"] = file, pdf
    return found


def kinds(imported: Imported) -> set[str]:
    return {remark.kind for remark in imported.report}


@pytest.fixture
def word() -> WordFile:
    word = WordFile()
    word.list(1, [("decimal", "%1"), ("decimal", "%1.%2")], styles="Heading")
    word.list(2, [("lowerLetter", "(%1)")])
    return word


def take(word: WordFile, folder: Path) -> Imported:
    return import_document(word.save(folder / "policy.docx"), id="policy", language=Language.EN)


def text(imported: Imported, number: str) -> str:
    document: Document = imported.documents[Language.EN].document
    section = document.section(number)
    assert section
    return section.text


def count(imported: Imported, kind: str) -> int:
    (remark,) = [remark for remark in imported.report if remark.kind == kind]
    found: int = remark.values["count"]
    return found
