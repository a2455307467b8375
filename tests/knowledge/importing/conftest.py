from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.importing.importer import Imported, import_document
from knowledge.models import Document, Language
from tests.knowledge.importing.office import convert
from tests.knowledge.importing.policies import write_policy
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


@pytest.fixture
def read_in() -> Callable[..., Document]:
    """The one document that a file holds."""

    def read(file: Path, language: Language = Language.EN) -> Document:
        return import_document(file, id="policy", language=language).documents[language].document

    return read


def kinds(imported: Imported) -> set[str]:
    return {remark.kind for remark in imported.report}
