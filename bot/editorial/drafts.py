"""A draft's library: the release that it began from, with its own documents laid over it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from bot.editorial.models import Draft
from knowledge.library import Library, inspect_library, library_files
from knowledge.releases import Releases
from knowledge.sentences import Problem


@contextmanager
def draft_folder(draft: Draft) -> Iterator[Path]:
    """Its library as a folder, gone afterwards."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "library"
        folder.mkdir()
        for file in library_files(Releases(settings.HOLI_HOME).get(draft.base).folder / "library"):
            shutil.copy2(file, folder)
        for changed in draft.files.all():
            (folder / changed.name).write_text(changed.text, encoding="utf-8")
        yield folder


def draft_library(draft: Draft) -> Library:
    """With its problems listed, not raised."""
    with draft_folder(draft) as folder:
        return inspect_library(folder)


def problems(draft: Draft) -> list[Problem]:
    return [problem for problem in draft_library(draft).problems if problem.fatal]
