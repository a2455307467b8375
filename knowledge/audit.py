"""Who changed what is answered from, when and why: an append-only file beside the releases.

Each line carries the digest of the one before, so that a line taken out or altered is seen.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import ReleaseError
from knowledge.spreadsheets import csv_text


@dataclass(frozen=True)
class Entry:
    at: str  # UTC, ISO 8601
    who: str
    what: str
    note: str
    release: str
    details: str
    previous: str  # digest of the line before

    @property
    def line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


class Audit:
    def __init__(self, home: Path) -> None:
        self.file = home / "audit.jsonl"

    def append(
        self, who: str, what: str, *, note: str = "", release: str = "", details: str = "", at: datetime | None = None
    ) -> Entry:
        """`at`: now, but in a demonstration."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a+", encoding="utf-8") as sink:
            fcntl.flock(sink, fcntl.LOCK_EX)
            sink.seek(0)
            lines = sink.read().splitlines()
            entry = Entry(
                (at or datetime.now(UTC)).isoformat(timespec="seconds"),
                who, what, note, release, details, _digest(lines[-1]) if lines else "",
            )  # fmt: skip
            sink.write(entry.line + "\n")
            sink.flush()
            os.fsync(sink.fileno())
        return entry

    def entries(self) -> list[Entry]:
        """Oldest first. Raises ReleaseError where the file was altered."""
        if not self.file.exists():
            return []
        found: list[Entry] = []
        previous = ""
        for number, line in enumerate(self.file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                entry = Entry(**json.loads(line))
            except (ValueError, TypeError):
                entry = None
            if entry is None or entry.previous != previous:
                raise ReleaseError("trail_altered", file=self.file.name, line=number)
            found.append(entry)
            previous = _digest(line)
        return found

    def csv(self) -> str:
        return as_csv(self.entries())


def as_csv(entries: Iterable[Entry]) -> str:
    names = ("at", "who", "what", "note", "release", "details")
    return csv_text(names, ([getattr(entry, name) for name in names] for entry in entries))


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
