"""Files that must be refused in one sentence, within ten seconds and 500 MB."""

import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest
from PIL import Image

from knowledge.importing import reading
from knowledge.importing.importer import import_document
from knowledge.importing.reading import ROOT
from knowledge.importing.remarks import ImportRefused
from knowledge.models import Language
from tests.knowledge.importing.conftest import Convert
from tests.knowledge.importing.word_files import WordFile

SECONDS, MEGABYTES = 10, 500
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    '.main+xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    "</Types>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
LAUGHS = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{}]><w:document>&a9;</w:document>'.format(
    "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
)


def good(folder: Path) -> Path:
    word = WordFile()
    word.text("A policy of a few words.")
    return word.save(folder / "good.docx")


def package(file: Path, **parts: str | bytes) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("[Content_Types].xml", TYPES)
        opened.writestr("_rels/.rels", RELATIONS)
        for name, text in parts.items():
            opened.writestr(f"word/{name}.xml", text)
    return file


def scanned(folder: Path) -> Path:
    pages = [Image.new("L", (1240, 1754), 250 - page) for page in range(40)]
    pages[0].save(folder / "scan.pdf", save_all=True, append_images=pages[1:])
    return folder / "scan.pdf"


def huge(folder: Path) -> Path:
    with (folder / "huge.docx").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200_000_000)
    return folder / "huge.docx"


def zip_bomb(folder: Path) -> Path:
    return package(folder / "bomb.docx", document=b"\0" * 300_000_000)


def lying_zip_bomb(folder: Path) -> Path:
    """Its directory says that the part is small."""
    file = package(folder / "liar.docx", document=b"<a>" + b" " * 300_000_000)
    real, said = (300_000_003).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    file.write_bytes(file.read_bytes().replace(real, said))
    return file


def media_bomb(folder: Path) -> Path:
    file = good(folder).rename(folder / "media.docx")
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("word/media/image1.png", b"\0" * 400_000_000)
    return file


def many_elements(folder: Path) -> Path:
    """Small enough to be let in, and more than a parser can hold."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "<w:p/>" * 4_900_000
    return package(folder / "many.docx", document=f"<w:document {space}><w:body>{body}</w:body></w:document>")


def laughing_word(folder: Path) -> Path:
    return package(folder / "laughs.docx", document=LAUGHS)


def laughing_word_in_utf16(folder: Path) -> Path:
    return package(folder / "laughs16.docx", document=LAUGHS.encode("utf-16"))


def laughing_page(folder: Path) -> Path:
    (folder / "laughs.html").write_text(LAUGHS)
    return folder / "laughs.html"


def laughing_front_matter(folder: Path) -> Path:
    lines = ["a0: &a0 [ha, ha]", *(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" for at in range(1, 10))]
    (folder / "laughs.md").write_text("---\n" + "\n".join([*lines, "title: *a9"]) + "\n---\n\n12345\n")
    return folder / "laughs.md"


def macro_name(folder: Path) -> Path:
    return good(folder).rename(folder / "macro.docm")


def macro_inside(folder: Path) -> Path:
    file = good(folder).rename(folder / "macro.docx")
    with zipfile.ZipFile(file, "a") as opened:
        opened.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return file


def cut_short(folder: Path) -> Path:
    file = good(folder)
    file.write_bytes(file.read_bytes()[:-2000])
    return file


def broken_xml(folder: Path) -> Path:
    return package(folder / "broken.docx", document="<w:document><w:body>")


def broken_pdf(folder: Path) -> Path:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    return folder / "broken.pdf"


def pdf_bomb(folder: Path) -> Path:
    """A page whose drawing unpacks to a gigabyte."""
    press = zlib.compressobj(9)
    stream = b"".join([*(press.compress(b" " * 10_000_000) for _ in range(100)), press.flush()])
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]  # fmt: skip
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 5\n0000000000 65535 f \n" + table
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    (folder / "bomb.pdf").write_bytes(data + head + end)
    return folder / "bomb.pdf"


def word_named_pdf(folder: Path) -> Path:
    return good(folder).rename(folder / "word.pdf")


def pdf_named_word(folder: Path) -> Path:
    return broken_pdf(folder).rename(folder / "pdf.docx")


def old_word(folder: Path) -> Path:
    (folder / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000)
    return folder / "old.docx"


def spreadsheet(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "sheet.docx", "w") as opened:
        opened.writestr("[Content_Types].xml", TYPES)
        opened.writestr("xl/workbook.xml", "<workbook/>")
    return folder / "sheet.docx"


def picture_named_text(folder: Path) -> Path:
    Image.new("L", (20, 20)).save(folder / "picture.png")
    return (folder / "picture.png").rename(folder / "picture.txt")


def unknown(folder: Path) -> Path:
    (folder / "policy.odt").write_text("words")
    return folder / "policy.odt"


def wordless(folder: Path) -> Path:
    (folder / "empty.txt").write_text("\n \n")
    return folder / "empty.txt"


def deep_page(folder: Path) -> Path:
    (folder / "deep.html").write_text("<div>" * 200_000)
    return folder / "deep.html"


HOSTILE: list[tuple[Callable[[Path], Path], set[str]]] = [
    (scanned, {"scanned"}), (huge, {"too_large"}), (zip_bomb, {"expands"}), (lying_zip_bomb, {"corrupt"}),
    (media_bomb, {"expands"}), (many_elements, {"too_heavy", "too_slow"}), (laughing_word, {"entities"}),
    (laughing_word_in_utf16, {"entities"}), (laughing_page, {"entities"}), (laughing_front_matter, {"empty"}),
    (macro_name, {"macros"}), (macro_inside, {"macros"}), (cut_short, {"corrupt"}), (broken_xml, {"corrupt"}),
    (broken_pdf, {"corrupt"}), (pdf_bomb, {"too_heavy", "scanned"}), (word_named_pdf, {"wrong_extension"}),
    (pdf_named_word, {"wrong_extension"}), (old_word, {"wrong_extension"}), (spreadsheet, {"wrong_extension"}),
    (picture_named_text, {"wrong_extension"}), (unknown, {"unknown_kind"}), (wordless, {"empty"}),
    (deep_page, {"corrupt", "empty", "too_heavy"}),
]  # fmt: skip

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
        (file,) = office([good(tmp_path)], f"pdf:writer_pdf_Export:{secret}")
    with pytest.raises(ImportRefused) as refused:
        import_document(file, id="policy")
    assert refused.value.remark.kind == "password"


def test_a_worker_that_stands_still_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS_WITHOUT_PROGRESS", 0.01)
    with pytest.raises(ImportRefused) as refused:
        import_document(good(tmp_path), id="policy")
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
    import_document(good(tmp_path), id="policy")
    assert seen
    assert "HOLI_SECRET_KEY" not in seen
