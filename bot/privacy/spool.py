"""What waits in the spool and couldn't be taken into the question log.

Whoever erases has the database at hand, so what can be read is taken in before: only files that can't be are left.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from bot.chat import spool

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def files() -> list[Path]:
    """Those waiting, those laid aside, and drafts of who was killed."""
    return sorted(file for file in spool.folder().glob("*") if file.name != spool.LOCK)


def ids() -> set[UUID]:
    """Every id that stands in them, a conversation's or not."""
    return {UUID(found) for file in files() for found in ID.findall(_text(file))}


class Spool:
    name = "spool"
    words = ("{} file of the spool", "{} files of the spool")

    def conversations_of(self, email: str) -> set[UUID]:
        return set()

    def export(self, conversation: UUID) -> list[dict[str, Any]]:
        return [{"file": file.name, "held": _text(file)} for file in _of(conversation)]

    def erase(self, conversation: UUID, texts: frozenset[str]) -> int:
        return _delete(_of(conversation))

    def expired(self, before: datetime) -> int:
        return len(list(_old(before)))

    def expire(self, before: datetime) -> int:
        return _delete(_old(before))


def _of(conversation: UUID) -> Iterator[Path]:
    return (file for file in files() if str(conversation) in _text(file))


def _old(before: datetime) -> Iterator[Path]:
    return (file for file in files() if datetime.fromtimestamp(file.stat().st_mtime, UTC) < before)


def _delete(found: Iterator[Path]) -> int:
    doomed = list(found)
    for file in doomed:
        file.unlink(missing_ok=True)
    return len(doomed)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")
