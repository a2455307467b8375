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
from pathlib import Path
from tempfile import mkdtemp

from knowledge.encoder import Encoder
from knowledge.errors import ReleaseError
from knowledge.index import Index, Progress, build_index, load_index, stored_vectors
from knowledge.library import Library, read_library
from knowledge.register import Register, read_register

LAYOUT = 3  # raise when what is written into a release changes
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
    def index(self) -> Index:
        return load_index(self.library, self.folder)


class Releases:
    def __init__(self, home: Path) -> None:
        self.folder = home / "releases"

    def build(self, source: Path, encoder: Encoder, progress: Progress | None = None) -> Release:
        """The release of this library, built unless it stands already. What is current stays so."""
        library = read_library(source)
        digest = _digest(source, encoder)
        with self._lock():
            if self.has(digest):
                return self.get(digest)
            for left_over in self.folder.glob(".building-*"):  # by a build that was killed; nobody else holds the lock
                shutil.rmtree(left_over)
            folder = Path(mkdtemp(prefix=".building-", dir=self.folder))
            try:
                shutil.copytree(source, folder / "library")
                build_index(library, folder, encoder, self._known_vectors(encoder), progress)
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
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        return self.get(digest)

    def digest_of(self, source: Path, encoder: Encoder) -> str:
        """What the release of this library is or would be called."""
        return _digest(source, encoder)

    def has(self, digest: str) -> bool:
        return (self.folder / digest / "manifest.json").is_file()

    def publish(self, digest: str) -> None:
        self.get(digest)
        with self._lock():
            pointer = self.folder / f".current-{os.getpid()}"
            pointer.unlink(missing_ok=True)
            pointer.symlink_to(digest)
            os.replace(pointer, self.folder / "current")

    def current_digest(self) -> str:
        try:
            return os.readlink(self.folder / "current")
        except OSError:
            raise ReleaseError("No release is current. Run 'holi build'.") from None

    def current(self) -> Release:
        return self.get(self.current_digest())

    def get(self, digest: str) -> Release:
        folder = self.folder / digest
        try:
            manifest = Manifest(**json.loads((folder / "manifest.json").read_text()))
        except (OSError, ValueError, TypeError):
            raise ReleaseError(f"There is no whole release {digest}. 'holi releases' lists them.") from None
        return Release(folder, manifest)

    def all(self) -> list[Release]:
        """Newest first."""
        folders = [folder.parent for folder in self.folder.glob("[0-9a-f]*/manifest.json")]
        return sorted((self.get(f.name) for f in folders), key=lambda release: release.manifest.built, reverse=True)

    def _known_vectors(self, encoder: Encoder) -> dict:  # type: ignore[type-arg]
        for release in self.all():
            if release.manifest.encoder == encoder.digest:
                return stored_vectors(release.folder)
        return {}

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _digest(source: Path, encoder: Encoder) -> str:
    found = hashlib.sha256(f"{LAYOUT} {encoder.digest}".encode())
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        found.update(f"\0{file.relative_to(source).as_posix()}\0".encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:DIGEST_LENGTH]
