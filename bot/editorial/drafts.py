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
from knowledge.models import Anchor
from knowledge.redirects import REDIRECTS, Redirect, parse_redirects, read_redirects, write_redirects
from knowledge.releases import Releases
from knowledge.sentences import Problem


@contextmanager
def draft_folder(draft: Draft) -> Iterator[Path]:
    """Its library as a folder, gone afterwards."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "library"
        folder.mkdir()
        for file in library_files(_library_of(draft.base)):
            shutil.copy2(file, folder)
        for changed in draft.files.exclude(name=REDIRECTS):
            (folder / changed.name).write_text(changed.text, encoding="utf-8")
        if own := own_redirects(draft):
            merged = {**read_redirects(folder), **own}
            (folder / REDIRECTS).write_text(write_redirects(merged), encoding="utf-8")
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
    draft.state, draft.error = Draft.State.OPEN, {}
    draft.save()


def own_redirects(draft: Draft) -> dict[Anchor, Redirect]:
    """Those that this draft adds to what its release has."""
    file = draft.files.filter(name=REDIRECTS).first()
    return parse_redirects(file.text) if file else {}


def rebase(draft: Draft) -> list[str]:
    """Lay it over what is published now; the names of its files that others have published anew meanwhile."""
    current = Releases(settings.HOLI_HOME).current_digest()
    before, now = _library_of(draft.base), _library_of(current)
    names = draft.files.exclude(name=REDIRECTS).values_list("name", flat=True)
    draft.base = current
    return [name for name in names if _text(before / name) != _text(now / name)]


def _library_of(release: str) -> Path:
    return Releases(settings.HOLI_HOME).get(release).folder / "library"


def _text(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""
