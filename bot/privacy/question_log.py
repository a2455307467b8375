"""The question log: a row's words are emptied, and what is counted stays."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bot.chat.models import Question

# Of a citation: which section was quoted is a count, and its words are the policy's own.
EMPTY = {"text": "", "choices": [], "links": [], "notice": ""}


class QuestionLog:
    name = "questions"
    words = (
        "the words of {} question and of its reply (what is counted stays)",
        "the words of {} questions and of their replies (what is counted stays)",
    )

    def conversations_of(self, email: str) -> set[UUID]:
        return set()  # the log knows nobody's address

    def export(self, conversation: UUID) -> list[dict[str, Any]]:
        fields = [field.attname for field in Question._meta.concrete_fields]
        return list(Question.objects.filter(conversation=conversation).values(*fields))

    def erase(self, conversation: UUID, texts: frozenset[str]) -> int:
        return _empty(_with_text().filter(conversation=conversation))

    def expired(self, before: datetime) -> int:
        return _with_text().filter(asked_at__lt=before).count()

    def expire(self, before: datetime) -> int:
        return _empty(_with_text().filter(asked_at__lt=before))


def _with_text() -> "QuerySet[Question]":
    return Question.objects.exclude(text="")


def _empty(questions: "QuerySet[Question]") -> int:
    emptied = 0
    for question in questions.iterator(chunk_size=500):
        question.text = ""
        messages = question.reply.get("messages", [])
        question.reply = {**question.reply, "messages": [_emptied(message) for message in messages]}
        question.save(update_fields=["text", "reply"])
        emptied += 1
    return emptied


def _emptied(message: dict[str, Any]) -> dict[str, Any]:
    citations = [{**citation, "quote": ""} for citation in message["citations"]]
    return {**message, **EMPTY, "citations": citations}
