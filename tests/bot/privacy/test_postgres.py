"""The same on PostgreSQL, with Rasa's copy in a schema of its own."""

import time
from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.bot.privacy.conftest import ASK, EVENTS, Home
from tests.postgres import Postgres, running

MINE = "A gaf i bostio llun o'r sebra prin ar dudalen fy ngwasanaeth i?"
YOURS = "Who approves the lion page?"


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def url(postgres: Postgres) -> str:
    return postgres.create("holi")


@pytest.fixture(scope="module")
def home(url: str, tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("home"), {"HOLI_DATABASE_URL": url})
    made.python("-m", "django", "migrate", "--verbosity", "0")
    with psycopg.connect(url) as connection:
        connection.execute(EVENTS.replace("create table events (id integer", "create table rasa.events (id serial"))
    return made


def asked(home: Home, url: str, text: str) -> UUID:
    id = uuid4()
    home.python("-c", ASK, str(id), text, "0")
    with psycopg.connect(url) as connection:
        connection.execute(
            "insert into rasa.events (sender_id, type_name, timestamp, data) values (%s, 'user', %s, %s)",
            [str(id), time.time(), '{"event": "user", "text": "x"}'],
        )
    return id


def test_words_are_erased_and_no_column_has_them(home: Home, url: str) -> None:
    mine, yours = asked(home, url, MINE), asked(home, url, YOURS)
    assert '"event": "user"' in home.holi("subject-access", "--conversation", str(mine)).stdout
    said = home.holi("erase", "--conversation", str(mine), "--yes").stdout
    assert "Erased 1 event of Rasa's conversations." in said
    assert "write-ahead log" in said
    with psycopg.connect(url) as connection:
        texts = connection.execute("select text from chat_question order by text").fetchall()
        senders = connection.execute("select sender_id from rasa.events").fetchall()
    assert texts == [("",), (YOURS,)]
    assert senders == [(str(yours),)]


def test_erasing_fails_aloud_where_another_table_keeps_the_words(home: Home, url: str) -> None:
    mine = asked(home, url, MINE)
    with psycopg.connect(url) as connection:
        connection.execute("create table elsewhere (held jsonb)")
        connection.execute("insert into elsewhere values (jsonb_build_object('words', %s::text))", [MINE])
    assert "still hold 1 traces" in home.holi("erase", "--conversation", str(mine), "--yes", ok=False).stderr
