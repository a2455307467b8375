"""`holi import`: import into a library folder, and print the report."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.documents import parse_document
from knowledge.importing.importer import Imported, import_document
from knowledge.importing.remarks import ImportRefused, Remark
from knowledge.models import Document, Language

WHERE = {Language.CY: ("adran", "tudalen"), Language.EN: ("section", "page")}


def run(
    file: Path, folder: Path, id: str, language: Language | None, fields: dict[str, str | None], replace: bool,
    report_in: Language, as_json: bool,
) -> tuple[str, bool]:  # fmt: skip
    """What to print, and whether the import was made."""
    try:
        imported = import_document(file, id=id, language=language, known=_known(folder, id), **fields)
        written = _write(imported, folder, replace)
    except ImportRefused as refused:
        if as_json:
            return json.dumps({"error": refused.remark.as_json()}, ensure_ascii=False), False
        return refused.remark.sentence(report_in), False
    if as_json:
        report = [remark.as_json() for remark in imported.report]
        return json.dumps({"written": [str(path) for path in written], "report": report}, ensure_ascii=False), True
    return "\n".join([*map(str, written), *_lines(imported, report_in)]), True


def _known(folder: Path, id: str) -> dict[Language, Document]:
    """The library's versions of this document, as far as they can be read."""
    found = {}
    for language in Language:
        file = folder / f"{id}.{language}.md"
        document = parse_document(file.name, file.read_text("utf-8"), []) if file.is_file() else None
        if document:
            found[language] = document
    return found


def _write(imported: Imported, folder: Path, replace: bool) -> list[Path]:
    files = {folder / one.file_name: one.markdown for one in imported.documents.values()}
    for file in files:
        if file.exists() and not replace:
            raise ImportRefused("exists", value=str(file))
    folder.mkdir(parents=True, exist_ok=True)
    for file, markdown in files.items():
        unfinished = file.with_suffix(".part")
        unfinished.write_text(markdown, encoding="utf-8")
        os.replace(unfinished, file)
    return list(files)


def _lines(imported: Imported, language: Language) -> Iterator[str]:
    several = len(imported.documents) > 1
    for remark in imported.report:
        mark = "!" if remark.group == "wrong" else "-"
        yield f"{mark} {_place(remark, language, several)}{remark.sentence(language)}"


def _place(remark: Remark, language: Language, several: bool) -> str:
    section, page = WHERE[language]
    parts: list[Any] = [remark.document] if several and remark.document else []
    parts += [f"{section} {remark.number}"] if remark.number else []
    parts += [f"{page} {remark.page}"] if remark.page else []
    return f"[{', '.join(parts)}] " if parts else ""
