"""A question that is asked while PostgreSQL is stopped is in the log once it is back, and once."""

import json
import shutil
from collections.abc import Iterator

import psycopg
import pytest

from knowledge.settings import load_settings
from tests.bot.privacy.conftest import Home
from tests.bot.teams import activities
from tests.bot.teams.microsoft import Microsoft
from tests.bot.teams.microsoft import running as running_microsoft
from tests.e2e.conftest import with_teams
from tests.postgres import Postgres, running

ASK = """
import asyncio, sys, django
django.setup()
from django.test import AsyncClient
async def main():
    response = await AsyncClient().post(
        "/api/chat", {"message": sys.argv[1], "language": "cy"}, content_type="application/json"
    )
    print(response.status_code, response.content.decode())
asyncio.run(main())
"""
ASK_IN_TEAMS = """
import asyncio, sys, django
django.setup()
from django.test import AsyncClient
from bot.teams import background
async def main():
    response = await AsyncClient().post(
        "/api/messages", sys.argv[1], content_type="application/json", headers={"authorization": sys.argv[2]}
    )
    while background.running:
        await asyncio.gather(*background.running)
    print(response.status_code)
asyncio.run(main())
"""
TAKE = """
import django
django.setup()
from bot.chat.spool import take_in
print(take_in())
"""
SETTLE = """
import django
django.setup()
from bot.chat.settling import settle
print(settle())
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def microsoft() -> Iterator[Microsoft]:
    with running_microsoft() as started:
        yield started


@pytest.fixture(scope="module")
def home(postgres: Postgres, microsoft: Microsoft, tmp_path_factory: pytest.TempPathFactory) -> Home:
    more = {"HOLI_DATABASE_URL": postgres.create("holi"), "HOLI_ALLOWED_HOSTS": "testserver"}
    made = Home(tmp_path_factory.mktemp("home"), more | with_teams(microsoft))
    (made.folder / "locale").symlink_to(load_settings().home / "locale")
    made.python("-m", "django", "migrate", "--verbosity", "0")
    return made


def rows(postgres: Postgres) -> list[tuple[object, ...]]:
    with psycopg.connect(postgres.url_of("holi")) as connection:
        return connection.execute("select text, language, outcome, reason from chat_question order by text").fetchall()


def test_what_is_asked_without_the_database_is_kept_masked_and_taken_in_once(postgres: Postgres, home: Home) -> None:
    postgres.stop()
    try:
        status, _, body = home.python("-c", ASK, "A gaf i roi llun o Gareth Bowen ar y we?").stdout.partition(" ")
    finally:
        postgres.start()
    assert status == "200"
    assert "wedi'i gadw" in json.loads(body)["messages"][0]["text"]
    (file,) = (home.folder / "spool").glob("*.json")
    assert "Bowen" not in file.read_text()
    shutil.copy(file, home.folder / "again")
    assert home.python("-c", TAKE).stdout == "1\n"
    shutil.copy(home.folder / "again", file)  # as if a process had died between writing the row and deleting the file
    assert home.python("-c", TAKE).stdout == "1\n"
    assert rows(postgres) == [("A gaf i roi llun o [enw] ar y we?", "cy", "failed", "database")]
    assert home.python("-c", TAKE).stdout == "0\n"


def test_in_teams_too_it_is_kept_and_said_so(postgres: Postgres, home: Home, microsoft: Microsoft) -> None:
    said = json.dumps(activities.message(microsoft.service_url, "Pwy sy'n cadw'r allwedd?", locale="cy-GB"))
    postgres.stop()
    try:
        done = home.python("-c", ASK_IN_TEAMS, said, f"Bearer {microsoft.token()}")
    finally:
        postgres.start()
    assert done.stdout == "200\n"
    assert "wedi'i gadw" in microsoft.taken("POST")[-1].activity["text"]
    assert home.python("-c", TAKE).stdout == "1\n"
    assert ("Pwy sy'n cadw'r allwedd?", "cy", "failed", "database") in rows(postgres)


def test_a_file_that_cannot_be_read_is_laid_aside(home: Home) -> None:
    (home.folder / "spool").mkdir(exist_ok=True)
    (home.folder / "spool" / "x.json").write_text("[")
    assert home.python("-c", TAKE).stdout == "0\n"
    assert [file.name for file in (home.folder / "spool").glob("x*")] == ["x.broken"]


def test_a_question_whose_process_died_fails_and_says_so(postgres: Postgres, home: Home) -> None:
    with psycopg.connect(postgres.url_of("holi")) as connection:
        connection.execute("update chat_question set outcome = 'asked', reason = '', reply = '{}', asked_at = now()")
        connection.commit()
        assert home.python("-c", SETTLE).stdout == "0\n"  # it may be under way
        connection.execute("update chat_question set asked_at = asked_at - interval '1 hour'")
        connection.commit()
        assert home.python("-c", SETTLE).stdout == "2\n"
    assert {row[2:] for row in rows(postgres)} == {("failed", "cut off")}
