"""Releases: immutable builds of a library. One is current, and the switch to another is one rename."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp

from knowledge.encoder import Encoder
from knowledge.errors import ReleaseError
from knowledge.index import Index, Progress, build_index, load_index
from knowledge.library import Library, library_files, read_library
from knowledge.models import Anchor
from knowledge.redirects import Redirect, check_redirects, read_redirects
from knowledge.register import Register, check_register, read_register
from knowledge.texts import Known, read_texts
from knowledge.words import wording

LAYOUT = 6  # raise when what is written into a release changes
DIGEST_LENGTH = 16


@dataclass(frozen=True)
class Manifest:
    digest: str
    built: str
    documents: int
    sections: int
    encoder: str


@dataclass(frozen=True)
class Release:
    folder: Path
    manifest: Manifest

    @property
    def digest(self) -> str:
        return self.manifest.digest

    @cached_property
    def library(self) -> Library:
        return read_library(self.folder / "library")

    @cached_property
    def register(self) -> Register:
        return read_register(self.folder / "library")

    @cached_property
    def asked(self) -> dict[tuple[str, ...], Anchor]:
        """The section that its owners gave a question to, by the question's wording."""
        return {
            wording(said): section.anchor
            for document in self.library.documents.values()
            for section in document.sections
            for said in section.also_asked
            if section.text
        }

    @cached_property
    def redirects(self) -> dict[Anchor, Redirect]:
        return read_redirects(self.folder / "library")

    @cached_property
    def index(self) -> Index:
        return load_index(self.library, self.folder)


class Releases:
    def __init__(self, home: Path) -> None:
        self.folder = home / "releases"

    def build(self, source: Path, encoder: Encoder, progress: Progress | None = None) -> Release:
        """The release of this library, built unless it stands already. What is current stays so."""
        with self._lock():
            return self._build(source, encoder, progress)

    def _build(self, source: Path, encoder: Encoder, progress: Progress | None) -> Release:
        parts = self.folder / f".encoded-{encoder.digest[:DIGEST_LENGTH]}"
        # By what was killed; nobody else holds the lock. What this encoder has written is used again.
        left = (self.folder.glob(f".{name}-*") for name in ("building", "removing", "encoded"))
        for left_over in {*chain.from_iterable(left)} - {parts}:
            shutil.rmtree(left_over)
        folder = Path(mkdtemp(prefix=".building-", dir=self.folder))
        try:
            # What is read, digested and shown is the copy: an edit meanwhile can't come between.
            (folder / "library").mkdir()
            for file in library_files(source):
                shutil.copy2(file, folder / "library" / file.name)
            library = read_library(folder / "library" if source.is_dir() else source)
            check_register(read_register(folder / "library"), library)
            check_redirects(read_redirects(folder / "library"), library)
            digest = _digest(folder / "library", encoder)
            if self.has(digest):
                return self.get(digest)
            build_index(library, folder, encoder, self._known_texts(encoder), parts, progress)
            manifest = Manifest(
                digest=digest,
                built=datetime.now(UTC).isoformat(timespec="seconds"),
                documents=len(library.ids),
                sections=len(library.anchors),
                encoder=encoder.digest,
            )
            (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1))
            folder.chmod(0o755)
            os.replace(folder, self.folder / digest)
            shutil.rmtree(parts, ignore_errors=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return self.get(digest)

    def digest_of(self, source: Path, encoder: Encoder) -> str:
        """What the release of this library is or would be called."""
        return _digest(source, encoder)

    def has(self, digest: str) -> bool:
        return (self.folder / digest / "manifest.json").is_file()

    def publish(self, digest: str, *, instead_of: str | None = None) -> None:
        """Make it current; with `instead_of`, only while that one is. Raises ReleaseError."""
        self.get(digest)
        with self._lock():
            if instead_of is not None and self.current_or_none() != instead_of:
                raise ReleaseError("published_meanwhile")
            pointer = self.folder / f".current-{os.getpid()}"
            pointer.unlink(missing_ok=True)
            pointer.symlink_to(digest)
            os.replace(pointer, self.folder / "current")

    def remove(self, digest: str) -> None:
        """Gone at once, by one rename; whoever reads it now has its files open still. What is current stays."""
        with self._lock():
            folder = self.folder / digest
            if self.current_or_none() == digest or not folder.is_dir():
                return
            leaving = self.folder / f".removing-{digest}"
            os.replace(folder, leaving)
            shutil.rmtree(leaving)

    def current_digest(self) -> str:
        try:
            return os.readlink(self.folder / "current")
        except OSError:
            raise ReleaseError("none_current") from None

    def current_or_none(self) -> str | None:
        try:
            return self.current_digest()
        except ReleaseError:
            return None

    def current(self) -> Release:
        return self.get(self.current_digest())

    def get(self, digest: str) -> Release:
        folder = self.folder / digest
        try:
            manifest = Manifest(**json.loads((folder / "manifest.json").read_text()))
        except (OSError, ValueError, TypeError):
            raise ReleaseError("no_release", digest=digest) from None
        return Release(folder, manifest)

    def all(self) -> list[Release]:
        """Newest first."""
        folders = [folder.parent for folder in self.folder.glob("[0-9a-f]*/manifest.json")]
        return sorted((self.get(f.name) for f in folders), key=lambda release: release.manifest.built, reverse=True)

    def _known_texts(self, encoder: Encoder) -> Known:
        for release in self.all():
            if release.manifest.encoder == encoder.digest:
                return read_texts([release.folder])
        return {}

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nothing is built, published or removed meanwhile."""
        with self._lock():
            yield

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _digest(source: Path, encoder: Encoder) -> str:
    found = hashlib.sha256(f"{LAYOUT} {encoder.digest}".encode())
    for file in library_files(source):
        found.update(f"\0{file.name}\0".encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:DIGEST_LENGTH]
