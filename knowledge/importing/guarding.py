"""Files that are refused before anything reads them in earnest."""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pypdfium2

from knowledge.importing.blocks import Parsed, Progress
from knowledge.importing.remarks import ImportRefused

MEGABYTE = 1_000_000
LARGEST = 50  # megabytes of any file
LARGEST_TEXT = 10  # megabytes of a text file
LARGEST_OPENED = 150  # megabytes of all that a Word file holds, unpacked
LARGEST_XML = 30  # megabytes of its XML
MOST_PARTS = 5000
MOST_PAGES = 1000
LETTERS_OF_A_PAGE = 15  # on average; scanned pages carry stamps and page numbers at most

WORD, PDF, HTML, MARKDOWN, TEXT = ".docx", ".pdf", ".html", ".md", ".txt"
KINDS = {
    WORD: WORD, ".docm": WORD, ".dotm": WORD, PDF: PDF, HTML: HTML, ".htm": HTML, ".xhtml": HTML,
    MARKDOWN: MARKDOWN, ".markdown": MARKDOWN, TEXT: TEXT,
}  # fmt: skip
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
DECLARATIONS = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ENTITIES = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)

Read = Callable[[Path, Progress], Parsed]


def check_outside(file: Path) -> None:
    """What a file's name and size say."""
    if not file.is_file():
        raise ImportRefused("missing", value=file.name)
    if file.suffix.lower() not in KINDS:
        raise ImportRefused("unknown_kind", value=file.suffix or file.name)
    size = file.stat().st_size
    if size > LARGEST * MEGABYTE:
        raise ImportRefused("too_large", limit=LARGEST)
    if not size:
        raise ImportRefused("empty")


def check_inside(file: Path) -> str:
    """Its kind, once it is what its name says and safe to read."""
    kind = KINDS[file.suffix.lower()]
    with file.open("rb") as opened:
        start = opened.read(2048)
    if kind == WORD:
        _check_word(file, start)
    elif kind == PDF:
        _check_pdf(file, start)
    else:
        _check_text(file, start, kind)
    return kind


def _check_word(file: Path, start: bytes) -> None:
    if start.startswith(OLE):
        raise ImportRefused("password") if ENCRYPTED in file.read_bytes() else _unlike(file)
    if not start.startswith(b"PK"):
        raise _unlike(file)
    if file.suffix.lower() in (".docm", ".dotm"):
        raise ImportRefused("macros")
    try:
        with ZipFile(file) as package:
            _check_package(file, package)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise ImportRefused("corrupt") from error


def _check_package(file: Path, package: ZipFile) -> None:
    parts = package.infolist()
    xml = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    opened, opened_xml = (sum(part.file_size for part in found) for found in (parts, xml))
    if opened > LARGEST_OPENED * MEGABYTE or opened_xml > LARGEST_XML * MEGABYTE or len(parts) > MOST_PARTS:
        raise ImportRefused("expands")
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise _unlike(file)
    if any("vbaproject" in name.lower() for name in names):
        raise ImportRefused("macros")
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        raise ImportRefused("macros")
    for part in xml:
        with package.open(part) as stream:
            # No more than declared, at which a part that holds more fails its checksum.
            data = stream.read(part.file_size)
        # Word writes no such declarations. UTF-16 is looked through as well: a parser would read it.
        if DECLARATIONS.search(data.replace(b"\0", b"")):
            raise ImportRefused("entities")


def _check_pdf(file: Path, start: bytes) -> None:
    if b"%PDF-" not in start[:1024]:
        raise _unlike(file)
    try:
        pdf = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise ImportRefused("password" if "password" in str(error).lower() else "corrupt") from error
    try:
        if len(pdf) > MOST_PAGES:
            raise ImportRefused("too_many_pages", limit=MOST_PAGES)
        letters = 0
        for page in pdf:
            text = page.get_textpage()
            letters += sum(map(str.isalpha, text.get_text_bounded()))
            if letters >= LETTERS_OF_A_PAGE * len(pdf):
                return
            text.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise ImportRefused("corrupt") from error
    finally:
        pdf.close()
    raise ImportRefused("scanned")


def _check_text(file: Path, start: bytes, kind: str) -> None:
    utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if start.startswith((ZIP, OLE, b"%PDF-", b"{\\rtf")) or (b"\0" in start and not utf16):
        raise _unlike(file)
    if file.stat().st_size > LARGEST_TEXT * MEGABYTE:
        raise ImportRefused("too_large", limit=LARGEST_TEXT)
    if kind == HTML and ENTITIES.search(file.read_bytes().replace(b"\0", b"")):
        raise ImportRefused("entities")


def _unlike(file: Path) -> ImportRefused:
    return ImportRefused("wrong_extension", value=file.name)
