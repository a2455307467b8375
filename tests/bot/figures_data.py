"""Questions and gaps for the tests of figures, each with its own time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.accounts.models import person_with
from bot.chat.models import Conversation, Question
from bot.review.models import Decision, Gap, Member
from bot.review.states import Action, State

MONDAY = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)  # half past ten in Wales
JUNE = {"from": "2026-06-01", "to": "2026-06-30"}


def ask(at: datetime = MONDAY, language: str = "en", outcome: str = "answered", **more: Any) -> Question:
    conversation = Conversation.objects.create(channel="widget", language=language)
    question = Question.objects.create(
        conversation=conversation, language=language, outcome=outcome, **{"text": "May I?", "milliseconds": 100, **more}
    )
    Question.objects.filter(pk=question.pk).update(asked_at=at)
    question.refresh_from_db()
    return question


def cite(*sections: str) -> dict[str, Any]:
    """A reply that quotes these sections of `cars`."""
    citations = [{"document": "cars", "section": section, "quote": "Words."} for section in sections]
    return {"messages": [{"citations": [citation]} for citation in citations]}


def gap(*questions: Question, title: str = "May I?", **more: Any) -> Gap:
    made = Gap.objects.create(title=title, language="en", centre=b"", first_at=questions[0].asked_at, **more)
    for question in questions:
        Member.objects.create(question=question, gap=made, reason="unanswered", vector=b"", encoder="")
    return made


def decide(gap: Gap, action: Action, after: State, at: datetime, why: str = "", by: str | None = "mair") -> None:
    before = gap.state
    person = person_with(by, "reviewer") if by else None
    decision = Decision.objects.create(gap=gap, action=action, by=person, why=why, before=before, after=after)
    Decision.objects.filter(pk=decision.pk).update(at=at)
    gap.state = after
    gap.closed_at = at if after in (State.ANSWERED, State.REDIRECTED, State.DISMISSED) else None
    gap.save()


def days(number: float) -> timedelta:
    return timedelta(days=number)


def day(text: str) -> date:
    return date.fromisoformat(text)
