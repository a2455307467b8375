"""An import asks nobody outside, and the organisation's scanner before anything else."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from knowledge.importing import reading, scanning
from knowledge.importing.importer import import_document
from knowledge.importing.remarks import ImportRefused
from knowledge.models import Language
from tests.knowledge.importing.hostile_files import TYPES, good

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def outside() -> Iterator[socket.socket]:
    """Somebody who waits to be asked."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def with_references(folder: Path, address: str) -> Iterator[Path]:
    page = folder / "page.html"
    page.write_text(
        f'<html><head><base href="{address}"><link rel=stylesheet href="{address}/s.css"><script src="{address}/s.js">'
        f'</script><meta http-equiv=refresh content="0;url={address}"></head><body><h1>Policy</h1><p>Some words.</p>'
        f'<img src="{address}/i.png"><iframe src="{address}/f"></iframe><object data="{address}/o"></object>'
        f'<p><a href="{address}/a">A link</a></p></body></html>'
    )
    yield page
    markdown = folder / "policy.md"
    markdown.write_text(f"# Policy\n\nSome words ![a picture]({address}/i.png) <img src='{address}/j.png'>\n")
    yield markdown
    parts = with_parts(good(folder), folder / "template.docx", address)
    yield parts


def with_parts(file: Path, into: Path, address: str) -> Path:
    """The template, a picture and a frame of a Word file somewhere else."""
    linked = "".join(
        f'<Relationship Id="out{number}" Type="{RELATION}/{kind}" Target="{address}/{kind}" TargetMode="External"/>'
        for number, kind in enumerate(("attachedTemplate", "image", "frame", "oleObject", "subDocument"))
    )
    with ZipFile(file) as old, ZipFile(into, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", linked.encode() + b"</Relationships>")
            new.writestr(part, data)
    return into


def test_what_a_file_refers_to_is_never_fetched(tmp_path: Path, outside: socket.socket) -> None:
    address = f"http://127.0.0.1:{outside.getsockname()[1]}"
    files = list(with_references(tmp_path, address))
    with ZipFile(files[-1]) as package:
        assert address.encode() in package.read("word/_rels/document.xml.rels")
    for file in files:
        assert import_document(file, id="policy", language=Language.EN).documents
    time.sleep(0.1)
    with pytest.raises(BlockingIOError):
        outside.accept()


def test_an_entity_outside_is_refused(tmp_path: Path, outside: socket.socket) -> None:
    address = f"http://127.0.0.1:{outside.getsockname()[1]}"
    text = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "{address}/x">]><w:document {WORDS}>&x;</w:document>'
    with ZipFile(tmp_path / "entity.docx", "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("word/document.xml", text)
    with pytest.raises(ImportRefused):
        import_document(tmp_path / "entity.docx", id="policy", language=Language.EN)
    with pytest.raises(BlockingIOError):
        outside.accept()


def scanner(folder: Path, body: str) -> str:
    script = folder / "scan.sh"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    return f"{script} --quiet"


def test_the_scanner_sees_a_file_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = good(tmp_path)
    monkeypatch.setenv("HOLI_SCAN_COMMAND", scanner(tmp_path, f'echo "$@" "$HOLI_SECRET_KEY" > {tmp_path}/seen'))
    monkeypatch.setenv("HOLI_SECRET_KEY", "the-secret")
    assert import_document(file, id="policy", language=Language.EN).documents
    assert (tmp_path / "seen").read_text().split() == ["--quiet", str(file)]


def test_what_the_scanner_refuses_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLI_SCAN_COMMAND", scanner(tmp_path, "exit 1"))
    monkeypatch.setattr(reading, "_listen", None)  # reading would fail
    with pytest.raises(ImportRefused, match="virus scanner refused") as refused:
        import_document(good(tmp_path), id="policy", language=Language.EN)
    assert refused.value.sentence(Language.CY).startswith("Gwrthododd")


@pytest.mark.parametrize("body", ["exec sleep 5", None])
def test_without_the_scanners_word_nothing_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str | None
) -> None:
    monkeypatch.setattr(scanning, "SECONDS", 0.3)
    monkeypatch.setenv("HOLI_SCAN_COMMAND", scanner(tmp_path, body) if body else "/no/such/scanner")
    with pytest.raises(ImportRefused, match="couldn't be scanned"):
        import_document(good(tmp_path), id="policy", language=Language.EN)
