"""A folder of backups: what they are called, and which go."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.backup.archive import opened
from bot.privacy import erasures
from knowledge.errors import HoliError

NAME = re.compile(r"holi-\d{8}T\d{6}Z\.zip")
UNFINISHED = ".holi-*.zip.part-*"
LONGEST = timedelta(days=1)  # that a backup takes


def name_for(moment: datetime) -> str:
    return f"holi-{moment:%Y%m%dT%H%M%SZ}.zip"


def take_along(listed: Path, to: Path) -> None:
    """The list of erasures stands in more than one place, so that it isn't lost with one of them."""
    if listed.exists() and listed != to:
        erasures.add(to, erasures.read(listed))


def delete_old(folder: Path, age: timedelta, newest: Path) -> list[Path]:
    """Those that Holi wrote under a name of its own, and what of one was cut off."""
    now, old = datetime.now(UTC), []
    for file in sorted(folder.glob("*.zip")):
        if NAME.fullmatch(file.name) and file != newest and (made := _made(file)) and now - made > age:
            file.unlink()
            old.append(file)
    for file in folder.glob(UNFINISHED):
        if now - datetime.fromtimestamp(file.stat().st_mtime, UTC) > LONGEST:
            file.unlink()
    return old


def _made(file: Path) -> datetime | None:
    try:
        with opened(file) as (_, manifest):
            return manifest.made_at
    except HoliError:
        return None
