"""Where people asked in Teams, and what they wrote into its feedback form."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bot.teams.models import Message, Thread


class TeamsThreads:
    name = "teams"
    words = ("{} message in Teams, with where it was written", "{} messages in Teams, with where they were written")

    def conversations_of(self, email: str) -> set[UUID]:
        return set()  # nobody's address is known of Teams

    def export(self, conversation: UUID) -> list[dict[str, Any]]:
        written = Message.objects.filter(thread__conversation=conversation)
        fields = ("thread__teams_id", "thread__scope", "teams_id", "question_id", "comment", "state", "received_at")
        return list(written.values(*fields))

    def erase(self, conversation: UUID, texts: frozenset[str]) -> int:
        count = Message.objects.filter(thread__conversation=conversation).delete()[0]
        Thread.objects.filter(conversation=conversation).delete()
        return count

    def expired(self, before: datetime) -> int:
        return _old(before).count()

    def expire(self, before: datetime) -> int:
        count = _old(before).delete()[0]
        Thread.objects.filter(messages=None, conversation__started_at__lt=before).delete()
        return count


def _old(before: datetime) -> "QuerySet[Message]":
    return Message.objects.filter(received_at__lt=before)
