"""What is kept of Teams is given, erased and emptied like the rest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bot.chat.models import Conversation
from bot.privacy.teams import TeamsThreads
from bot.teams.models import Message, Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def message() -> Message:
    conversation = Conversation.objects.create(channel="teams", language="cy")
    thread = Thread.objects.create(teams_id="a:1", person="p", service_url="https://x/", conversation=conversation)
    return Message.objects.create(thread=thread, teams_id="1", version=timezone.now(), comment="Da iawn")


def test_an_export_has_where_it_was_asked_and_what_was_commented(message: Message) -> None:
    (found,) = TeamsThreads().export(message.thread.conversation_id)
    assert (found["thread__teams_id"], found["comment"]) == ("a:1", "Da iawn")


def test_erasing_leaves_nothing_of_the_thread(message: Message) -> None:
    assert TeamsThreads().erase(message.thread.conversation_id, frozenset()) == 1
    assert not Thread.objects.exists()


def test_old_messages_go_and_the_thread_with_its_last(message: Message) -> None:
    source, now = TeamsThreads(), timezone.now()
    assert (source.expired(now - timedelta(days=1)), source.expired(now + timedelta(days=1))) == (0, 1)
    assert source.expire(now - timedelta(days=1)) == 0
    assert Thread.objects.exists()
    assert source.expire(now + timedelta(days=1)) == 1
    assert not Thread.objects.exists()
