"""Any bytes as a file to import: it is imported or refused, and what isn't Word is never called damaged."""

import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from knowledge.importing import importer, worker
from knowledge.importing.blocks import Parsed
from knowledge.importing.reading import parsed
from knowledge.importing.remarks import ImportRefused
from tests.knowledge.importing.hostile_files import package

KINDS = ["docx", "html", "md", "txt"]
WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
SEEDS = {
    "docx": WORD % (
        b'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>1 Scope</w:t></w:r></w:p>'
        b'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
        b"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>"
        b"</w:tbl><w:ins><w:r><w:t>c</w:t></w:r></w:ins><w:del><w:r><w:delText>d</w:delText></w:r></w:del>"
    ),
    "html": b'<title>T</title><h1>T</h1><h2>1.1 Scope</h2><p>Words <b>in</b> it<sup><a href="#n1">1</a></sup></p>'
            b'<ol type="a" start="3"><li value="4">one<ul><li>two</ul></ol><table><tr><td colspan="2">a<td>b</table>'
            b'<blockquote>q</blockquote><p id="n1">A note</p><div hidden>h</div>',
    "md": b"---\ntitle: T\nversion: 2\neffective: 2024-04-01\n---\n# T\n\n## 1 Scope {#A}\n\nWords [a](b).\n\n"
          b"- one\n  - two\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nx\n```\n\n[a]: b\n",
    "txt": b"POLICY\n\n1. Scope\n\nWords of it.\n\n1.1 Who\n\n"
           b"- one\n- two\n\n(a) three\n(iv) four\n\nAtodiad B\n=======\nGeiriau\n",
}  # fmt: skip


def seeds() -> Iterator[bytes]:
    for at, kind in enumerate(KINDS):
        yield bytes([at]) + SEEDS[kind]


def check(data: bytes) -> None:
    kind, data = KINDS[data[0] % len(KINDS)] if data else "txt", data[1:]
    with TemporaryDirectory() as folder, patch.object(importer, "read_file", _read_here):
        file = Path(folder) / f"policy.{kind}"
        file.write_bytes(data)
        if kind == "docx":
            package(file, document=data)
        outcome = _outcome(file)
    assert kind == "docx" or outcome != "corrupt"


def _outcome(file: Path) -> str:
    try:
        importer.import_document(file, id="policy")
    except ImportRefused as refused:
        return refused.remark.kind
    return "imported"


def _read_here(file: Path) -> Parsed:
    """Not in a process of its own, which takes a third of a second and where nobody could look in."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):  # its dots, and what a parser tripped over
        return parsed(json.loads(json.dumps(worker.read(file))))
