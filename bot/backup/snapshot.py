"""A home as it stands at one moment, while people ask, publish and review."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.backup import postgresql, sqlite
from bot.backup.archive import Manifest
from bot.backup.members import DATABASE, FOLDERS, LIBRARY, POSTGRESQL, RELEASES, SPOOL, SQLITE
from bot.privacy.erasures import NAME as ERASURES
from knowledge.encoder import load_encoder
from knowledge.errors import HoliError
from knowledge.library import library_files
from knowledge.releases import Releases
from knowledge.settings import Settings, in_force, secrets_of

STAGED = ".backup-"


@contextmanager
def snapshot(settings: Settings, values: dict[str, str]) -> Iterator[tuple[Path, Manifest]]:
    """A folder with everything, gone afterwards. Raises HoliError."""
    home, url = settings.home, values.get("HOLI_DATABASE_URL", "")
    if not url and not (home / DATABASE).exists():
        raise HoliError(f"There is nothing to back up in {home}. 'make setup' makes it; check HOLI_HOME.")
    with _alone(home), TemporaryDirectory(prefix=STAGED, dir=home) as name:
        folder, releases = Path(name), Releases(home)
        made = datetime.now(UTC)
        with releases.still(), _nothing_taken_in(home / SPOOL):
            rows = postgresql.dump(url, folder) if url else sqlite.copy(home, folder)
            _copy_spool(home / SPOOL, folder / SPOOL)
            current = releases.current_or_none()
            stored = {release.digest: release.manifest.encoder for release in releases.all()}
            for digest in stored:
                # Immutable, so that the same files under another name are a copy, even once they are removed.
                shutil.copytree(home / RELEASES / digest, folder / RELEASES / digest, copy_function=_link)
            for file in (home / "audit.jsonl", settings.erasures):
                _copy_lines(file, folder / (ERASURES if file == settings.erasures else file.name))
            for kept in FOLDERS:
                if (home / kept).is_dir():
                    shutil.copytree(home / kept, folder / kept)
        (folder / LIBRARY).mkdir()
        for file in library_files(settings.library):
            shutil.copy2(file, folder / LIBRARY)
        yield (
            folder,
            Manifest(
                holi=version("holi"),
                made=made.isoformat(),
                database=POSTGRESQL if url else SQLITE,
                migrations=rows.migrations,
                questions=rows.questions,
                release=current,
                releases=stored,
                encoder=load_encoder(settings.models, settings.model).digest,
                settings={name: value for name, value in in_force(values).items() if _told(name, values)},
                secrets=secrets_of(values),
            ),
        )


def _told(name: str, values: dict[str, str]) -> bool:
    return bool(values.get(name)) and name != "HOLI_HOME"


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / ".backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise HoliError("Another backup is being made. Wait for it.") from None
        for left_over in home.glob(f"{STAGED}*/"):  # by what was killed
            shutil.rmtree(left_over)
        yield


@contextmanager
def _nothing_taken_in(spool: Path) -> Iterator[None]:
    """What waits there is neither missed nor older than its row."""
    if not spool.is_dir():
        yield
        return
    with (spool / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy_spool(source: Path, target: Path) -> None:
    for file in [*source.glob("*.json"), *source.glob("*.broken")]:
        target.mkdir(exist_ok=True)
        shutil.copy2(file, target)


def _copy_lines(source: Path, target: Path) -> None:
    """Whole lines: they are appended under this lock."""
    if source.exists():
        with source.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            target.write_bytes(source.read_bytes())


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copy2(source, target)
