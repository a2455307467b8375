"""An uploaded file as documents of a draft."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from bot.editorial.drafts import draft_library
from bot.editorial.models import Draft
from knowledge.editing import with_field
from knowledge.importing.importer import import_document
from knowledge.models import Language

DATES = ("effective", "review_by")


def imported(draft: Draft, given: dict[str, Any]) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Each document's file name, Markdown, and what the import says of it. Raises ImportRefused."""
    library = draft_library(draft)
    known = {one: found for one in Language if (found := library.document(given["document"], one))}
    upload: UploadedFile[Any] = given["file"]
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / f"upload{Path(upload.name or '').suffix.lower()}"
        with file.open("wb") as sink:
            for chunk in upload.chunks():
                sink.write(chunk)
        read = import_document(
            file,
            id=given["document"],
            language=Language(given["language"]) if given["language"] else None,
            title=given["title"] or None,
            version=given["version"],
            owner=given["owner"] or None,
            source=upload.name,
            known=known,
        )
    for language, one in read.documents.items():
        text = one.markdown
        for name in DATES:
            if given[name]:
                text = with_field(text, name, given[name].isoformat())
        remarks = [remark.as_json() for remark in read.report if remark.document in (language, None)]
        yield one.file_name, text, remarks
