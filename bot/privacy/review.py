"""Addresses that people left, and gaps, which are called by one of their questions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from bot.review.models import Contact, Gap, Member


class Contacts:
    name = "addresses"
    words = ("{} address that was left for an answer", "{} addresses that were left for answers")

    def conversations_of(self, email: str) -> set[UUID]:
        return set(Contact.objects.filter(email__iexact=email).values_list("question__conversation", flat=True))

    def export(self, conversation: UUID) -> list[dict[str, Any]]:
        left = Contact.objects.filter(question__conversation=conversation)
        return [dict(one) for one in left.values("email", "language", "left_at")]

    def erase(self, conversation: UUID, texts: frozenset[str]) -> int:
        return _deleted(Contact.objects.filter(question__conversation=conversation))

    def expired(self, before: datetime) -> int:
        return Contact.objects.filter(left_at__lt=before).count()

    def expire(self, before: datetime) -> int:
        return _deleted(Contact.objects.filter(left_at__lt=before))


class GapTitles:
    name = "gaps"
    words = ("the title of {} gap of unanswered questions", "the titles of {} gaps of unanswered questions")

    def conversations_of(self, email: str) -> set[UUID]:
        return set()

    def export(self, conversation: UUID) -> list[dict[str, Any]]:
        return []  # a title is one of the questions, which the question log's export has

    def erase(self, conversation: UUID, texts: frozenset[str]) -> int:
        _forget(Member.objects.filter(question__conversation=conversation))
        named = Gap.objects.filter(title__in=texts)
        return sum(_rename(gap, Member.objects.exclude(question__text__in=texts)) for gap in named)

    def expired(self, before: datetime) -> int:
        return _outlived(before).count()

    def expire(self, before: datetime) -> int:
        _forget(Member.objects.filter(question__asked_at__lt=before))
        return sum(_rename(gap, Member.objects.filter(question__asked_at__gte=before)) for gap in _outlived(before))


def _outlived(before: datetime) -> "QuerySet[Gap]":
    """Gaps called by a question that nobody has asked since."""
    since = Member.objects.filter(gap=OuterRef("pk"), question__text=OuterRef("title"), question__asked_at__gte=before)
    return Gap.objects.exclude(title="").filter(~Exists(since))


def _forget(members: "QuerySet[Member]") -> None:
    """What the questions mean, too: a vector says something of the words."""
    members.exclude(vector=b"").update(vector=b"")


def _deleted(contacts: "QuerySet[Contact]") -> int:
    return contacts.delete()[0]


def _rename(gap: Gap, left: "QuerySet[Member]") -> bool:
    """By one of its questions that is left, or by none."""
    ones = left.filter(gap=gap).exclude(question__text="").order_by("-question__asked_at")
    texts = ones.values_list("question__text", flat=True)
    Gap.objects.filter(pk=gap.pk).update(title=texts.first() or "")
    return True
