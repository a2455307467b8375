"""Put a backup in its place: all of it, or nothing of it.

Everything is unpacked, checked and brought up to this version beside what stands in the home. Then one file says that
it is ready, and the rest is renaming, which whoever is cut off in it completes: until then no part of Holi starts.
A PostgreSQL database has to be empty, and is filled before that file says so.
"""

import json
import os
import shutil
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.backup import members, postgresql, settling
from bot.backup.archive import Manifest, Progress, check, opened
from bot.privacy import erasures
from knowledge.audit import Audit
from knowledge.errors import HoliError
from knowledge.settings import CUT_OFF

STAGED = "home"


@dataclass
class Restored:
    manifest: Manifest
    erased: list[str] = field(default_factory=list)  # again, and by retention
    lists: list[Path] = field(default_factory=list)  # of erasures since the backup
    aside: Path | None = None


def restore(
    file: Path, home: Path, who: str, lists: list[Path], values: dict[str, str], progress: Progress, *, replace: bool
) -> Restored:
    """`lists`: where erasures may have been written down since. Raises HoliError, and then nothing has changed."""
    if (there := members.present(home)) and not replace:
        raise HoliError(f"{home} isn't empty: it holds {there[0]}. Restore elsewhere, or keep it aside with --replace.")
    with opened(file) as (archive, manifest):
        _refuse_another_kind(manifest, url := values.get("HOLI_DATABASE_URL", ""))
        staging = home / CUT_OFF.parent
        if staging.exists():  # by what was killed before anything was ready
            shutil.rmtree(staging)
        made = not home.exists()
        try:
            _room(home, manifest.bytes)
            staged = staging / STAGED
            staged.mkdir(parents=True, mode=0o700)
            check(archive, manifest, staged, progress)
            found = Restored(manifest, lists=[one for one in lists if one.exists()])
            _point(staged / members.RELEASES, manifest.release)
            for one in found.lists:
                erasures.add(staged / erasures.NAME, erasures.read(one))
            with _filled(url, staged / members.DUMP):
                found.erased = settling.run(staged, manifest, values)
                stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
                details = f"{file.name}, made {manifest.made}" + _instead(home)
                Audit(staged).append(who, "restored", release=manifest.release or "", details=details)
                found.aside = home / f"before-restore-{stamp}" if there else None
                _ready(home, staged, found.aside)
        except BaseException:
            shutil.rmtree(home if made else staging, ignore_errors=True)
            raise
    finish(home)
    return found


def cut_off(home: Path) -> bool:
    return (home / CUT_OFF).exists()


def finish(home: Path) -> None:
    """Rename what is ready into its place; what is there already stays."""
    plan = json.loads((home / CUT_OFF).read_text())
    staged = home / CUT_OFF.parent / STAGED
    for name in (*members.TAKEN, *members.JOURNALS):
        if name in plan["members"] and not (staged / name).exists():
            continue  # done before it was cut off
        if (home / name).exists():
            aside = home / plan["aside"]
            aside.mkdir(exist_ok=True, mode=0o700)
            os.replace(home / name, aside / name)
        if name in plan["members"]:
            os.replace(staged / name, home / name)
    _sync(home)
    (home / CUT_OFF).unlink()
    shutil.rmtree(home / CUT_OFF.parent)


def _refuse_another_kind(manifest: Manifest, url: str) -> None:
    if manifest.database == members.SQLITE and url:
        raise HoliError("The backup holds SQLite's databases. Restore it without HOLI_DATABASE_URL.")
    if manifest.database == members.POSTGRESQL and not url:
        raise HoliError("The backup holds a PostgreSQL database. Name an empty one in HOLI_DATABASE_URL.")
    if url:
        postgresql.refuse_unless_empty(url)


def _filled(url: str, dump: Path) -> AbstractContextManager[None]:
    return postgresql.loaded(url, dump) if url else nullcontext()


def _room(home: Path, needed: int) -> None:
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if free < 2 * needed:  # the database is written anew once
        raise HoliError(f"The backup needs {2 * needed >> 20} MB in {place}, and {free >> 20} are free. Make room.")


def _point(releases: Path, current: str | None) -> None:
    releases.mkdir(exist_ok=True)
    if current:
        (releases / "current").symlink_to(current)


def _instead(home: Path) -> str:
    """So that the trail that was can be told from another."""
    old = home / "audit.jsonl"
    if not old.exists():
        return ""
    lines = old.read_text(encoding="utf-8").splitlines()
    return f"; instead of a trail of {len(lines)} lines whose last is {lines[-1] if lines else ''}"


def _ready(home: Path, staged: Path, aside: Path | None) -> None:
    taken = sorted(path.name for path in staged.iterdir() if path.name != members.DUMP)
    plan = {"members": taken, "aside": aside.name if aside else "before"}
    for path in staged.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    part = home / CUT_OFF.with_suffix(".part")
    part.write_text(json.dumps(plan))
    _sync(staged)
    os.replace(part, home / CUT_OFF)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
