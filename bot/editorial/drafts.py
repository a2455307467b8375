"""A draft's library: the release that it began from, with its own documents laid over it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth.models import User

from bot.editorial.models import Draft, DraftFile
from knowledge.library import Library, inspect_library, library_files
from knowledge.models import Problem
from knowledge.releases import Releases


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


def keep(draft: Draft, name: str, text: str, person: User, **more: object) -> None:
    """A changed document; the preview has to be built again."""
    DraftFile.objects.update_or_create(draft=draft, name=name, defaults={"text": text, "changed_by": person, **more})
    draft.state, draft.error = Draft.State.OPEN, ""
    draft.save()
