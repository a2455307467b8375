"""Files that must be refused in one sentence, within ten seconds and 500 MB."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from knowledge.importing import reading
from knowledge.importing.importer import import_document
from knowledge.importing.reading import ROOT
from knowledge.importing.remarks import ImportRefused
from knowledge.models import Language
from tests.knowledge.importing import hostile_files as files
from tests.knowledge.importing.conftest import Convert

SECONDS, MEGABYTES = 10, 500
HOSTILE: list[tuple[Callable[[Path], Path], set[str]]] = [
    (files.scanned, {"scanned"}),
    (files.huge, {"too_large"}),
    (files.zip_bomb, {"expands"}),
    (files.lying_zip_bomb, {"corrupt"}),
    (files.media_bomb, {"expands"}),
    (files.many_elements, {"too_heavy", "too_slow"}),
    (files.laughing_word, {"entities"}),
    (files.laughing_word_in_utf16, {"entities"}),
    (files.laughing_page, {"entities"}),
    (files.laughing_front_matter, {"empty"}),
    (files.macro_name, {"macros"}),
    (files.macro_inside, {"macros"}),
    (files.cut_short, {"corrupt"}),
    (files.broken_xml, {"corrupt"}),
    (files.broken_pdf, {"corrupt"}),
    (files.pdf_bomb, {"too_heavy", "scanned"}),
    (files.word_named_pdf, {"wrong_extension"}),
    (files.pdf_named_word, {"wrong_extension"}),
    (files.old_word, {"wrong_extension"}),
    (files.spreadsheet, {"wrong_extension"}),
    (files.picture_named_text, {"wrong_extension"}),
    (files.unknown, {"unknown_kind"}),
    (files.wordless, {"empty"}),
    (files.deep_page, {"corrupt", "empty", "too_heavy"}),
]

# A child of its own, so that the peak is this import's: its own and its worker's together are under the limit.
MEASURE = """
import re, resource, sys
from pathlib import Path
from knowledge.importing.importer import import_document
from knowledge.importing.remarks import ImportRefused
try:
    import_document(Path(sys.argv[1]), id="policy")
except ImportRefused as refused:
    kind = refused.remark.kind
worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
own = int(re.search(r"VmHWM:[^0-9]+([0-9]+)", Path("/proc/self/status").read_text())[1])
print(kind, own // 1000, worker // 1000)
"""


@pytest.mark.parametrize(("make", "expected"), HOSTILE, ids=[make.__name__ for make, _ in HOSTILE])
def test_it_is_refused_in_time_and_memory(make: Callable[[Path], Path], expected: set[str], tmp_path: Path) -> None:
    file = make(tmp_path)
    begun = monotonic()
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    seconds = monotonic() - begun
    kind, own, worker = done.stdout.split()
    print(f"{make.__name__}: {kind}, {seconds:.1f} s, {own} + {worker} MB")
    assert kind in expected
    assert seconds < SECONDS
    assert int(own) + int(worker) < MEGABYTES


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_password_is_named(kind: str, tmp_path: Path, office: Convert) -> None:
    if kind == "docx":
        # The container that Office wraps an encrypted file in names its stream so.
        file = tmp_path / "locked.docx"
        file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    else:
        secret = (
            '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'
        )
        (file,) = office([files.good(tmp_path)], f"pdf:writer_pdf_Export:{secret}")
    with pytest.raises(ImportRefused) as refused:
        import_document(file, id="policy")
    assert refused.value.remark.kind == "password"


def test_a_worker_that_stands_still_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS_WITHOUT_PROGRESS", 0.01)
    with pytest.raises(ImportRefused) as refused:
        import_document(files.good(tmp_path), id="policy")
    assert refused.value.remark.kind == "too_slow"
    assert str(refused.value) == refused.value.remark.sentence(Language.EN)


def test_the_worker_sees_nothing_of_the_caller_s_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLI_SECRET_KEY", "seen-by-nobody")
    seen: dict[str, str] = {}
    popen = subprocess.Popen

    def watch(*arguments: object, **options: object) -> object:
        seen.update(options["env"])  # type: ignore[call-overload]
        return popen(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(reading.subprocess, "Popen", watch)
    import_document(files.good(tmp_path), id="policy")
    assert seen
    assert "HOLI_SECRET_KEY" not in seen
