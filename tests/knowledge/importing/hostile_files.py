"""Files that nobody should have to read: each function makes one in a folder."""

import zipfile
import zlib
from pathlib import Path

from PIL import Image

from tests.knowledge.importing.word_files import WordFile

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
