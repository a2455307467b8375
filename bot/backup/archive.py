"""A backup's file: a ZIP whose manifest has the digest of everything else."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from knowledge.errors import HoliError

FORMAT = 1  # raise when what an archive holds changes
MANIFEST = "manifest.json"
CHUNK = 1 << 20
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Manifest:
    holi: str  # its version
    made: str  # UTC, ISO 8601: nothing in it is later
    database: str  # what kind: sqlite or postgresql
    migrations: list[str]  # that were applied, as app.name
    questions: int
    release: str | None  # that was current
    releases: dict[str, str]  # each release's encoder
    encoder: str  # the digest of the models that read questions
    settings: dict[str, str]  # those that were set, without secrets
    secrets: list[str]  # their names
    members: dict[str, dict[str, Any]] = field(default_factory=dict)  # {"holi.db": {"sha256": "…", "bytes": 1}}
    format: int = FORMAT

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.made)

    @property
    def bytes(self) -> int:
        return sum(member["bytes"] for member in self.members.values())


def write(folder: Path, manifest: Manifest, target: Path, progress: Progress) -> None:
    """Everything in the folder. What stands at the target is never touched; raises HoliError."""
    if target.exists():
        raise HoliError(f"{target} is there already. Give another name.")
    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as sink:
            with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                files = sorted(path for path in folder.rglob("*") if path.is_file())
                for done, file in enumerate(files, start=1):
                    name = file.relative_to(folder).as_posix()
                    manifest.members[name] = _add(archive, file, name)
                    progress(done, len(files))
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1, ensure_ascii=False))
            sink.flush()
            os.fsync(sink.fileno())
        with opened(part) as (archive, read):
            check(archive, read)
        try:
            os.link(part, target)  # unlike a renaming, never over another file
        except FileExistsError:
            raise HoliError(f"{target} is there already. Give another name.") from None
        except OSError:  # a file system without hard links
            part.rename(target)
    except OSError as error:
        raise HoliError(f"The backup couldn't be written to {target}: {error.strerror}. Nothing was kept.") from None
    finally:
        part.unlink(missing_ok=True)


def _add(archive: zipfile.ZipFile, file: Path, name: str) -> dict[str, Any]:
    info = zipfile.ZipInfo.from_file(file, name, strict_timestamps=False)
    info.compress_type = zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as source, archive.open(info, "w", force_zip64=True) as sink:
        for chunk in _chunks(source):
            digest.update(chunk)
            sink.write(chunk)
            size += len(chunk)
    return {"sha256": digest.hexdigest(), "bytes": size}


@contextmanager
def opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """Raises HoliError where the file isn't a whole backup that this Holi knows."""
    try:
        archive = zipfile.ZipFile(file)
    except FileNotFoundError:
        raise HoliError(f"There is no {file}. Correct its name.") from None
    except (OSError, zipfile.BadZipFile):
        raise HoliError(f"{file} isn't a backup, or is cut off. Take another one.") from None
    with archive:
        yield archive, _manifest(archive, file)


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        found = json.loads(archive.read(MANIFEST))
        if found["format"] > FORMAT:
            raise HoliError(f"{file} was made by Holi {found['holi']}. Install that version or a later one.")
        return Manifest(**found)
    except (KeyError, TypeError, ValueError, *DAMAGED):
        raise HoliError(f"{file} isn't a backup that Holi made. Take another one.") from None


def check(
    archive: zipfile.ZipFile, manifest: Manifest, into: Path | None = None, progress: Progress | None = None
) -> None:
    """Every member against its digest, and no other; with `into`, also unpacked there. Raises HoliError."""
    names = set(archive.namelist()) - {MANIFEST}
    if wrong := sorted(names ^ manifest.members.keys()) + [name for name in names if not _inside(name)]:
        raise HoliError(f"The backup isn't as it was made: {wrong[0]} isn't in both it and its list. Take another one.")
    for done, (name, expected) in enumerate(manifest.members.items(), start=1):
        digest = hashlib.sha256()
        sink = _sink(into / name) if into else None
        try:
            with archive.open(name) as source:
                for chunk in _chunks(source):
                    digest.update(chunk)
                    if sink:
                        sink.write(chunk)
        except DAMAGED as error:
            raise HoliError(f"The backup is damaged: {name} can't be read. Take another one.") from error
        finally:
            if sink:
                sink.close()
        if digest.hexdigest() != expected["sha256"]:
            raise HoliError(f"The backup is damaged: {name} isn't what was backed up. Take another one.")
        if progress:
            progress(done, len(manifest.members))


def _sink(file: Path) -> IO[bytes]:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file.open("wb")


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk
