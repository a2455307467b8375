"""Which conversations were erased: so that a restore of an older backup doesn't bring them back.

A line holds when, and the digest of a random id: nothing of a person, and no use but to know the id again where it
stands. It can't be in the database, which a restore puts back to what it was. What is older than the retention of
questions goes: a backup from before has nothing left that retention wouldn't empty.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from knowledge.errors import HoliError

NAME = "erasures.jsonl"


def digest(id: UUID) -> str:
    return hashlib.sha256(id.bytes).hexdigest()


def note(file: Path, ids: Iterable[UUID], at: datetime) -> None:
    add(file, [(at, digest(id)) for id in ids])


def add(file: Path, erased: Iterable[tuple[datetime, str]]) -> None:
    """What stands there already isn't written twice."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="utf-8") as sink:
        fcntl.flock(sink, fcntl.LOCK_EX)
        sink.seek(0)
        known = {_parsed(line, file) for line in sink}
        sink.writelines(_line(*one) for one in dict.fromkeys(erased) if one not in known)
        sink.flush()
        os.fsync(sink.fileno())


def read(file: Path) -> list[tuple[datetime, str]]:
    return [_parsed(line, file) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def since(erased: Iterable[tuple[datetime, str]], made: datetime) -> set[str]:
    """What a backup made then still has. What was erased before may have been gone on with by its person since."""
    return {conversation for at, conversation in erased if at >= made}


def forget(file: Path, before: datetime) -> None:
    if not any(at < before for at, _ in read(file)):
        return
    with file.open("r+", encoding="utf-8") as sink:
        fcntl.flock(sink, fcntl.LOCK_EX)
        left = [one for line in sink if (one := _parsed(line, file))[0] >= before]
        sink.seek(0)
        sink.truncate()
        sink.writelines(_line(*one) for one in left)


def _line(at: datetime, conversation: str) -> str:
    return json.dumps({"at": at.isoformat(), "conversation": conversation}) + "\n"


def _parsed(line: str, file: Path) -> tuple[datetime, str]:
    try:
        found = json.loads(line)
        return datetime.fromisoformat(found["at"]), str(found["conversation"])
    except (ValueError, KeyError, TypeError):
        raise HoliError(f"{file} isn't a list of erasures that Holi wrote. Put a copy of it in its place.") from None
