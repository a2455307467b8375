"""Every column that holds text has been decided about, and nothing older than its time is left in any of them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.utils import timezone

from bot.accounts.models import Identity, ProviderSession, SignInLink
from bot.chat.models import Conversation, Question
from bot.editorial.models import Draft
from bot.privacy.sources import SOURCES
from bot.review.models import Contact, DigestReader, Gap, Member, SavedFilter
from bot.teams.models import Message, Thread

pytestmark = pytest.mark.django_db

HELD = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
# What may hold somebody's words or leads to them: emptied or deleted by retention.
EXPIRES = {
    "chat.Question": {"text", "reply"},
    "editorial.Draft": {"answers"},
    "review.Gap": {"title"},
    "review.Member": {"vector"},
    "review.Contact": {"email", "language"},
    "teams.Thread": {"teams_id", "person", "scope", "service_url"},
    "teams.Message": {"teams_id", "sent", "state", "reason", "comment"},
    "accounts.SignInLink": {"digest"},
    "accounts.Identity": {"issuer", "subject"},
    "accounts.ProviderSession": {"key", "sid"},
    "auth.User": {"password", "username", "first_name", "last_name", "email"},
    "review.SavedFilter": {"name", "query"},
    "review.DigestReader": {"email", "language"},
    "sessions.Session": {"session_key", "session_data"},
}
# What is counted, what policy owners and reviewers write as part of their work, and what Holi itself writes.
STAYS = {
    "chat.Conversation": {"channel", "language"},
    "chat.Question": {"language", "release", "outcome", "act", "considered", "reason"},
    "editorial.Draft": {"title", "base", "state", "release", "compared_with", "step", "error"},
    "editorial.DraftFile": {"name", "text", "source", "remarks"},
    "review.Gap": {"state", "language", "centre", "target", "channels", "release", "again"},
    "review.Member": {"reason", "encoder"},
    "review.Decision": {"action", "why", "before", "after", "details"},
    "privacy.Daily": {"name"},
    "auth.Group": {"name"},
    "auth.Permission": {"name", "codename"},
    "contenttypes.ContentType": {"app_label", "model"},
    "status.Sign": {"name"},
}
WORDS = "zebra-crossing"


def columns() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, HELD):
                yield model._meta.label, field.name


def test_every_column_that_holds_text_is_decided_about() -> None:
    undecided = [
        f"{model}.{name}"
        for model, name in columns()
        if name not in EXPIRES.get(model, set()) | STAYS.get(model, set())
    ]
    assert undecided == [], "Say in EXPIRES or STAYS, in bot/privacy/sources.py and in docs/dpia.md what becomes of it."


def test_nothing_of_an_old_question_is_left_in_any_column() -> None:
    old = timezone.now() - timedelta(days=400)
    conversation = Conversation.objects.create(channel="teams", language="en")
    message = {
        "language": "en", "text": WORDS, "citations": [{"document": "cars", "section": "1", "quote": WORDS}],
        "choices": [{"label": WORDS}], "links": [], "notice": WORDS,
    }  # fmt: skip
    question = Question.objects.create(
        conversation=conversation, language="en", text=WORDS, reply={"messages": [message]}
    )
    gap = Gap.objects.create(title=WORDS, language="en", centre=b"1")
    Member.objects.create(question=question, gap=gap, reason="unanswered", vector=WORDS.encode(), encoder="x")
    Contact.objects.create(question=question, email=f"{WORDS}@example.org", language="en")
    thread = Thread.objects.create(
        teams_id=WORDS, person=WORDS, scope="personal", service_url=f"https://{WORDS}/", conversation=conversation
    )
    Message.objects.create(thread=thread, teams_id=WORDS, version=old, question=question, comment=WORDS)
    draft = Draft.objects.create(
        title="x", base="x", created_by=User.objects.create(username="x"), answers=[{"question": WORDS, "weight": 0}]
    )
    staff = User.objects.create(username=WORDS, email=WORDS, date_joined=old)
    Identity.objects.create(person=staff, issuer=WORDS, subject=WORDS)
    ProviderSession.objects.create(person=staff, key=WORDS, sid=WORDS, ends_at=old)
    SignInLink.objects.create(person=staff, digest=WORDS, expires_at=old)
    SavedFilter.objects.create(person=staff, name=WORDS, query=WORDS)
    DigestReader.objects.create(person=staff, email=WORDS, language="en")
    Session.objects.create(session_key=WORDS, session_data=WORDS, expire_date=old)
    # Time moved forward over every table.
    for model in (Conversation, Question, Gap, Member, Contact, Thread, Message, Draft):
        dated = [field.name for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField)]
        if dated:
            model._default_manager.update(**dict.fromkeys(dated, old))
    assert draft.pk
    assert len(left()) >= 21
    before = timezone.now() - timedelta(days=365)
    for source in SOURCES:
        source.expire(before)
    assert left() == []


def left() -> list[str]:
    """Every column of every table that still holds the words."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                cursor.execute(
                    f"select count(*) from {table} where cast({column.name} as text) like %s", [f"%{WORDS}%"]
                )
                ((count,),) = cursor.fetchall()
                if count:
                    found.append(f"{table}.{column.name}")
    return found
