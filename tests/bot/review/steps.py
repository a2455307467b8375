"""What people and the worker do, a step each."""

from collections.abc import Callable
from pathlib import Path

from django.test import Client

from bot.chat.models import Conversation, Question
from bot.editorial.models import Draft
from bot.review.again import ask_again, unasked
from bot.review.collecting import collect
from bot.review.grouping import Centres
from bot.review.models import Gap
from bot.review.telling import tell_waiting
from knowledge.answering import Assistant
from knowledge.encoder import Encoder
from knowledge.releases import Releases

SignIn = Callable[..., Client]

DOGS = (
    ("Can I bring my dog to the office?", "en"),
    ("am I allowed to bring my dog into the office", "en"),
    ("bringing my dog in to the office - is that allowed?", "en"),
    ("Ga i ddod â fy nghi i'r swyddfa?", "cy"),
    ("oes hawl dod a ci i'r swyddfa", "cy"),
)


def ask(text: str, language: str = "en", outcome: str = "unanswered", **more: object) -> Question:
    conversation = Conversation.objects.create(channel="widget", language=language)
    return Question.objects.create(conversation=conversation, text=text, language=language, outcome=outcome, **more)


def round_of_work(home: Path, encoder: Encoder) -> None:
    """What the worker does when it looks."""
    assistant = Assistant(Releases(home).current(), encoder)
    collect(encoder, Centres())
    for gap in unasked(assistant.release.digest):
        ask_again(gap, assistant)
    tell_waiting(assistant)


def act(client: Client, gap: Gap, action: str, **given: object) -> int:
    gap.refresh_from_db()
    given.setdefault("version", gap.version)
    status = client.post(f"/review/gaps/{gap.pk}/{action}?language=en", given).status_code
    gap.refresh_from_db()
    return status


def publish(home: Path, client: Client) -> None:
    draft = Draft.objects.get(state=Draft.State.OPEN)
    client.post(f"/editorial/drafts/{draft.pk}/build?language=en")
    draft.refresh_from_db()
    assert draft.state == Draft.State.READY, draft.error
    response = client.post(
        f"/editorial/drafts/{draft.pk}/publish?language=en", {"note": "Answers", "reason": "As it should be"}
    )
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.state == Draft.State.PUBLISHED
