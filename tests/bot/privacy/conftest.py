"""A home with real databases on disk, because what a file still holds is the point."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from knowledge.settings import ROOT

# As Rasa 3.6 makes it.
EVENTS = """create table events (id integer primary key, sender_id varchar(255) not null,
type_name varchar(255) not null, timestamp float, intent_name varchar(255), action_name varchar(255), data text)"""
ASK = """
import sys, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from bot.chat.models import Conversation, Question
id, text, days = sys.argv[1:]
conversation, _ = Conversation.objects.get_or_create(id=id, defaults={"channel": "widget", "language": "en"})
citation = {"document": "cars", "section": "1.1", "quote": "A permit costs 30 pounds."}
message = {"language": "en", "text": "A permit costs 30 pounds.", "citations": [citation], "choices": [], "links": []}
question = Question.objects.create(conversation=conversation, language="en", text=text)
question.outcome, question.reply = "answered", {"language": "en", "messages": [message]}
question.asked_at = timezone.now() - timedelta(days=int(days))
question.save()
"""
# The same, without the second that Django takes to start.
ROWS = (
    "insert or ignore into chat_conversation (id, channel, language, started_at) "
    "values (:conversation, 'widget', 'en', :now)",
    "insert into chat_question (id, conversation_id, language, text, asked_at, release, outcome, act, reply, "
    "considered, reason, wants_person) "
    "values (:id, :conversation, 'en', :text, :asked_at, '', 'answered', '', :reply, '[]', '', 0)",
)
CITATION = {"document": "cars", "section": "1.1", "quote": "A permit costs 30 pounds."}
MESSAGE = {"language": "en", "text": CITATION["quote"], "citations": [CITATION], "choices": [], "links": []}
REPLY = {"language": "en", "messages": [MESSAGE]}


@dataclass
class Home:
    folder: Path
    environment_more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "HOLI_HOME": str(self.folder),
            "HOLI_SECRET_KEY": "for-tests",
            "DJANGO_SETTINGS_MODULE": "bot.web.settings",
            **self.environment_more,
        }

    def python(self, *arguments: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert (done.returncode == 0) == ok, done.stderr
        assert "Traceback" not in done.stderr
        return done

    def holi(self, *arguments: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
        return self.python("-m", "bot.cli", *arguments, ok=ok)

    def asked(self, text: str, days_ago: int = 0, conversation: UUID | None = None) -> UUID:
        """A question in the question log and in Rasa's tracker."""
        id = conversation or uuid4()
        now = datetime.now(UTC).replace(tzinfo=None)
        asked_at = now - timedelta(days=days_ago)
        row = {"id": uuid4().hex, "conversation": id.hex, "text": text, "asked_at": str(asked_at), "now": str(now)}
        with closing(sqlite3.connect(self.folder / "holi.db")) as database, database:
            for statement in ROWS:
                database.execute(statement, {**row, "reply": json.dumps(REPLY)})
        with closing(sqlite3.connect(self.folder / "tracker.db")) as tracker, tracker:
            tracker.execute(
                "insert into events (sender_id, type_name, timestamp, data) values (?, 'user', ?, ?)",
                [str(id), time.time() - days_ago * 86400, f'{{"event": "user", "text": "{text}"}}'],
            )
        return id

    def waits(self, text: str) -> tuple[UUID, Path]:
        """A question that was asked while the database was away, as the spool keeps it."""
        conversation, question = uuid4(), uuid4()
        now = datetime.now(UTC).isoformat()
        rows = [
            {
                "model": "chat.conversation",
                "pk": str(conversation),
                "fields": {"channel": "widget", "language": "en", "started_at": now},
            },
            {
                "model": "chat.question",
                "pk": str(question),
                "fields": {"conversation": str(conversation), "language": "en", "text": text, "asked_at": now},
            },
        ]
        file = self.folder / "spool" / f"{question}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(rows))
        return conversation, file

    def rows(self, database: str, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / database)) as connection:
            return connection.execute(query).fetchall()

    def bytes(self) -> bytes:
        return b"".join(file.read_bytes() for file in self.folder.glob("*.db*"))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("migrated"))
    home.python("-m", "django", "migrate", "--verbosity", "0")
    return home.folder / "holi.db"


def made(folder: Path, migrated: Path) -> Home:
    (folder / "holi.db").write_bytes(migrated.read_bytes())
    with closing(sqlite3.connect(folder / "tracker.db")) as tracker, tracker:
        tracker.execute(EVENTS)
    return Home(folder)


@pytest.fixture
def home(tmp_path: Path, migrated: Path) -> Home:
    return made(tmp_path, migrated)
