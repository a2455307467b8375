"""The same with PostgreSQL, by its own programs: everything of one moment, and back into an empty database."""

import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from bot.backup import settling
from bot.privacy import erasures
from knowledge.audit import Audit
from knowledge.errors import HoliError
from knowledge.releases import Releases
from tests.bot.backup.conftest import Site
from tests.bot.privacy.conftest import EVENTS, Home
from tests.postgres import Postgres, running

PASSWORD = "a-password-for-postgresql"
SESSION = "a-session-that-signs-somebody-in"
HELD = (
    "select * from chat_question order by id",
    "select * from review_gap order by id",
    "select * from review_member order by id",
    "select sender_id, data from rasa.events order by id",
    "select app, name from django_migrations order by id",
)
ASK = """
import sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from bot.chat.models import Conversation, Question
from bot.review.models import Gap, Member
for text in ("Who approves the zebra page?", "Pwy sy'n cymeradwyo'r dudalen?"):
    conversation = Conversation.objects.create(channel="widget", language="en")
    question = Question.objects.create(conversation=conversation, language="en", text=text, outcome="unanswered")
    gap = Gap.objects.create(title=text, language="en", centre=b"1", last_at=timezone.now())
    Member.objects.create(question=question, gap=gap, reason="unanswered", vector=b"12", encoder="x")
"""
# Notes how it was called, and goes on to the real one.
NOTING = '#!/bin/sh\necho "$@" >> {notes}\nPATH={path}\nexec {name} "$@"\n'


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running() as started:
        yield started


def empty_database(postgres: Postgres, name: str) -> str:
    return postgres.create(name).replace("holi@", f"holi:{PASSWORD}@")


@pytest.fixture(scope="module")
def url(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    made = empty_database(postgres, "holi")
    Home(tmp_path_factory.mktemp("home"), {"HOLI_DATABASE_URL": made}).python("-c", ASK)
    with psycopg.connect(made) as connection:
        connection.execute(EVENTS.replace("create table events (id integer", "create table rasa.events (id serial"))
        connection.execute(
            "insert into rasa.events (sender_id, type_name, timestamp, data) select id::text, 'user',"
            " extract(epoch from now()), '{}' from chat_conversation"
        )
        connection.execute("insert into django_session values (%s, 'x', now() + interval '1 day')", [SESSION])
    return made


@pytest.fixture
def archive(site: Site, url: str, backups: Path) -> Path:
    for file in site.folder.glob("*.db"):
        file.unlink()
    site.environment["HOLI_DATABASE_URL"] = url
    site.holi("backup", "--into", str(backups / "one.zip"))
    return backups / "one.zip"


def held(url: str) -> list[list[tuple[object, ...]]]:
    with psycopg.connect(url) as connection:
        return [connection.execute(query).fetchall() for query in HELD]


def tables(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "select schemaname, tablename from pg_tables where schemaname in ('public', 'rasa')"
        ).fetchall()


def test_log_gaps_rasas_copy_and_trail_come_back_into_another_database(
    site: Site,
    empty: Site,
    url: str,
    backups: Path,
    postgres: Postgres,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    programs, notes = tmp_path / "programs", tmp_path / "notes"
    programs.mkdir()
    for name in ("pg_dump", "pg_restore"):
        program = programs / name
        program.write_text(NOTING.format(notes=notes, path=os.environ["PATH"], name=name))
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    site.environment["HOLI_DATABASE_URL"] = url
    said = site.holi("backup", "--into", str(backups / "one.zip"))
    assert "2 questions, 2 releases" in said
    with zipfile.ZipFile(backups / "one.zip") as opened:
        everything = b"".join([(backups / "one.zip").read_bytes(), *(opened.read(name) for name in opened.namelist())])
        assert "holi.db" not in opened.namelist()
    assert PASSWORD.encode() not in everything
    assert SESSION.encode() not in everything

    empty.environment["HOLI_DATABASE_URL"] = other = empty_database(postgres, "other")
    empty.holi("restore", str(backups / "one.zip"))
    assert held(other) == held(url)
    assert all(held(other))
    with psycopg.connect(other) as connection:
        assert connection.execute("select 1 from django_session").fetchall() == []
    assert [entry.what for entry in Audit(empty.folder).entries()] == ["publishing", "published"] * 2 + ["restored"]
    assert Releases(empty.folder).current_digest() == Releases(site.folder).current_digest()
    assert not (empty.folder / "holi.dump").exists()
    called = notes.read_text()
    assert "--snapshot=" in called
    assert "--single-transaction" in called
    assert PASSWORD not in called


def test_what_was_erased_since_does_not_come_back(empty: Site, archive: Path, postgres: Postgres, url: str) -> None:
    with psycopg.connect(url) as connection:
        ((mine,),) = connection.execute("select conversation_id from chat_question where text like '%zebra%'")
    erasures.note(archive.with_name("erasures.jsonl"), [mine], datetime.now(UTC))
    empty.environment["HOLI_DATABASE_URL"] = other = empty_database(postgres, "since")
    empty.holi("restore", str(archive))
    with psycopg.connect(other) as connection:
        assert connection.execute("select text from chat_question where text <> ''").fetchall() == [
            ("Pwy sy'n cymeradwyo'r dudalen?",)
        ]


def test_a_database_that_is_not_empty_is_left_as_it_is(empty: Site, archive: Path, url: str) -> None:
    before = held(url)
    assert "isn't empty: it holds public." in empty.refused("restore", str(archive), "--replace")
    assert held(url) == before
    assert not empty.folder.exists()


def test_what_fails_after_the_database_was_filled_leaves_it_empty(
    empty: Site, archive: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty.environment["HOLI_DATABASE_URL"] = other = empty_database(postgres, "failing")

    def failing(*_: object) -> list[str]:
        assert len(tables(other)) > 20
        raise HoliError("What the backup holds can't be used.")

    monkeypatch.setattr(settling, "run", failing)
    assert "can't be used" in empty.refused("restore", str(archive))
    assert tables(other) == []
    assert not empty.folder.exists()
    monkeypatch.setattr(settling, "run", lambda *_: [])
    empty.holi("restore", str(archive))
    assert len(tables(other)) > 20


def test_a_dump_is_nothing_for_sqlite(empty: Site, archive: Path) -> None:
    del empty.environment["HOLI_DATABASE_URL"]
    assert "holds a PostgreSQL database" in empty.refused("restore", str(archive))


def test_what_goes_wrong_is_a_sentence(
    site: Site, archive: Path, backups: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into = str(backups / "two.zip")
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho pg_dump '(PostgreSQL)' 9.6.24\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pg_dump isn't installed" in site.refused("backup", "--into", into)
    old.chmod(0o755)
    assert "pg_dump is too old for the server's PostgreSQL" in site.refused("backup", "--into", into)
    monkeypatch.undo()
    site.environment["HOLI_DATABASE_URL"] = url + "?nonsense=yes"
    assert PASSWORD not in (said := site.refused("backup", "--into", into))
    assert "isn't like postgresql://" in said
    site.environment["HOLI_DATABASE_URL"] = url.rpartition("/")[0] + "/none"
    assert "can't be reached (" in (said := site.refused("backup", "--into", into))
    assert PASSWORD not in said
    assert not Path(into).exists()
