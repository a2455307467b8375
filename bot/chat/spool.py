"""Where a turn waits while the database can't be reached: one file each, taken into the question log afterwards.

A row goes by its id, so what is taken in twice is there once.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.conf import settings
from django.core import serializers
from django.db import transaction

from bot.chat.models import Conversation, Question

logger = structlog.stdlib.get_logger(__name__)

LOCK = ".lock"  # held by whoever takes in, and by a backup


def folder() -> Path:
    found: Path = settings.HOLI_HOME / "spool"
    return found


def keep(conversation: Conversation, question: Question) -> None:
    """On the disk when this returns. Raises OSError."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder() / f"{question.id}.json"
    draft = file.with_suffix(f".{os.getpid()}")
    with draft.open("w", encoding="utf-8") as sink:
        sink.write(serializers.serialize("json", [conversation, question]))
        sink.flush()
        os.fsync(sink.fileno())
    os.replace(draft, file)
    directory = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    logger.warning("a question waits in the spool", question=question.id)


def waiting() -> list[Path]:
    return sorted(folder().glob("*.json"))


def take_in(*, wait: bool = False) -> int:
    """How many were; none while another process is at it, unless that is to be waited for. Raises DatabaseError."""
    if not waiting():
        return 0
    with _alone(wait) as mine:
        return sum(_take(file) for file in waiting()) if mine else 0


def _take(file: Path) -> bool:
    try:
        conversation, question = (
            each.object for each in serializers.deserialize("json", file.read_text(encoding="utf-8"))
        )
    except (ValueError, serializers.base.DeserializationError):
        logger.error("a file of the spool can't be read", file=file.name)
        file.rename(file.with_suffix(".broken"))
        return False
    with transaction.atomic():
        if not Conversation.objects.filter(pk=conversation.pk).exists():
            conversation.save_base(raw=True, force_insert=True)
        if not Question.objects.filter(pk=question.pk, text="").exists():  # erased meanwhile
            question.save_base(raw=True)
    file.unlink()
    return True


@contextmanager
def _alone(wait: bool) -> Iterator[bool]:
    with (folder() / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
