"""Drafts name the logged questions whose answers they change."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.editorial.models import Draft


class DraftAnswers:
    name = "drafts"
    words = ("{} question in the preview of a draft", "{} questions in previews of drafts")

    def conversations_of(self, email: str) -> set[UUID]:
        return set()

    def export(self, conversation: UUID) -> list[dict[str, Any]]:
        return []  # the question log's export has every question; a draft's copy has nobody's id

    def erase(self, conversation: UUID, texts: frozenset[str]) -> int:
        return sum(_empty(draft, lambda answer: answer["question"] in texts) for draft in Draft.objects.all())

    def expired(self, before: datetime) -> int:
        old = Draft.objects.filter(changed_at__lt=before)
        return sum(bool(answer["question"]) for draft in old for answer in draft.answers)

    def expire(self, before: datetime) -> int:
        return sum(_empty(draft, lambda answer: True) for draft in Draft.objects.filter(changed_at__lt=before))


def _empty(draft: Draft, which: Callable[[dict[str, Any]], bool]) -> int:
    chosen = [answer for answer in draft.answers if answer["question"] and which(answer)]
    for answer in chosen:
        answer["question"] = ""
    if chosen:
        # Not `save`: that would make an old draft new.
        Draft.objects.filter(pk=draft.pk).update(answers=draft.answers)
    return len(chosen)
