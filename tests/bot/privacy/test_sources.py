"""Each place that keeps questions, and the seam for one more."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from bot.chat.models import Conversation, Question
from bot.editorial.models import Draft
from bot.editorial.usage import times_cited
from bot.privacy import requests
from bot.privacy.drafts import DraftAnswers
from bot.privacy.question_log import QuestionLog
from bot.privacy.review import Contacts, GapTitles
from bot.review.models import Contact, Gap, Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    conversation = Conversation.objects.create(channel="widget", language="en")
    citation = {"document": "cars", "section": "1.1", "quote": "30 pounds"}
    message = {"language": "en", "text": "30 pounds", "citations": [citation], "choices": [], "links": [], "notice": ""}
    return Question.objects.create(
        conversation=conversation, language="en", text="How much?", outcome="answered",
        reply={"language": "en", "messages": [message]}, considered=[{"section": "cars#1.1", "score": 1.0}],
    )  # fmt: skip


def test_an_emptied_question_still_counts_what_it_cited(question: Question) -> None:
    QuestionLog().erase(question.conversation_id, frozenset())
    question.refresh_from_db()
    assert question.text == ""
    assert question.considered == [{"section": "cars#1.1", "score": 1.0}]
    assert times_cited() == {"cars#1.1": 1}


def test_an_emptied_question_is_not_shown_again(client: Client, question: Question) -> None:
    QuestionLog().erase(question.conversation_id, frozenset())
    assert client.get(f"/api/chat/{question.conversation_id}").json()["turns"] == []


@pytest.fixture
def draft() -> Draft:
    person = User.objects.create(username="editor")
    answers = [{"question": "How much?", "weight": 0}, {"question": "Who?", "weight": 1}]
    return Draft.objects.create(title="Cars", base="x", created_by=person, answers=answers)


def test_a_preview_forgets_only_the_questions_that_are_erased(draft: Draft) -> None:
    assert DraftAnswers().erase(UUID(int=0), frozenset({"How much?"})) == 1
    draft.refresh_from_db()
    assert [answer["question"] for answer in draft.answers] == ["", "Who?"]


def test_an_old_preview_forgets_its_questions(draft: Draft) -> None:
    source, now = DraftAnswers(), timezone.now()
    assert (source.expired(now - timedelta(days=1)), source.expired(now + timedelta(days=1))) == (0, 2)
    assert source.expire(now + timedelta(days=1)) == 2
    draft.refresh_from_db()
    assert [answer["question"] for answer in draft.answers] == ["", ""]


def test_a_source_that_knows_addresses_leads_to_conversations(
    monkeypatch: pytest.MonkeyPatch, question: Question
) -> None:
    class Addresses(QuestionLog):
        def conversations_of(self, email: str) -> set[UUID]:
            return {question.conversation_id} if email == "me@example.org" else set()

    monkeypatch.setattr(requests, "CONVERSATIONS", (Addresses(),))
    assert requests.find(email="me@example.org").conversations == [question.conversation_id]


@pytest.fixture
def gap(question: Question) -> Gap:
    other = Question.objects.create(
        conversation=Conversation.objects.create(channel="widget", language="cy"), language="cy", text="Faint?"
    )
    gap = Gap.objects.create(title=question.text, language="en", centre=b"", last_at=timezone.now())
    for one in (question, other):
        Member.objects.create(question=one, gap=gap, reason="unanswered", vector=b"1234", encoder="x")
    return gap


def test_a_gap_is_called_by_another_question_when_its_own_is_erased(gap: Gap, question: Question) -> None:
    assert GapTitles().erase(question.conversation_id, frozenset({"How much?"})) == 1
    gap.refresh_from_db()
    assert gap.title == "Faint?"
    assert [bytes(member.vector) for member in gap.members.order_by("id")] == [b"", b"1234"]
    assert GapTitles().expire(timezone.now() + timedelta(days=1)) == 1
    gap.refresh_from_db()
    assert gap.title == ""


def test_an_address_leads_to_its_conversation_and_is_erased_with_it(question: Question) -> None:
    Contact.objects.create(question=question, email="Nia@example.org", language="en")
    assert requests.find(email="nia@example.org").conversations == [question.conversation_id]
    assert Contacts().export(question.conversation_id)[0]["email"] == "Nia@example.org"
    assert Contacts().erase(question.conversation_id, frozenset()) == 1
    assert not Contact.objects.exists()
