"""One person is given what is kept of them, or has it erased."""

import json
from uuid import uuid4

import pytest

from knowledge.audit import Audit
from tests.bot.privacy.conftest import Home

MINE = "A gaf i bostio llun o'r sebra prin ar dudalen fy ngwasaneth i?"
YOURS = "Who approves the lion page?"


def test_subject_access_gives_all_of_one_conversation_and_nothing_of_another(home: Home) -> None:
    mine = home.asked(MINE)
    home.asked(YOURS)
    printed = home.holi("subject-access", "--conversation", str(mine)).stdout
    (found,) = json.loads(printed)
    assert found["conversation"]["id"] == str(mine)
    assert [question["text"] for question in found["questions"]] == [MINE]
    assert [event["text"] for event in found["rasa"]] == [MINE]
    assert YOURS not in printed
    file = home.folder / "export.json"
    home.holi("subject-access", "--conversation", str(mine), "--to", str(file), "--note", "request 7")
    assert json.loads(file.read_text()) == [found]
    entry = Audit(home.folder).entries()[-1]
    assert (entry.what, entry.note) == ("gave subject access", "request 7")


def test_erased_words_are_in_no_byte_of_the_databases(home: Home) -> None:
    mine = home.asked(MINE)
    home.asked("A arall?", conversation=mine)
    home.asked(YOURS)
    assert b"sebra prin" in home.bytes()
    said = home.holi("erase", "--conversation", str(mine), "--yes", "--note", "request 8").stdout
    assert "Erased the words of 2 questions" in said
    assert "Erased 2 events of Rasa's conversations." in said
    assert b"sebra prin" not in home.bytes()
    assert str(mine).encode() not in (home.folder / "tracker.db").read_bytes()
    assert home.rows("holi.db", "select text from chat_question order by text") == [("",), ("",), (YOURS,)]
    assert len(home.rows("tracker.db", "select 1 from events")) == 1
    entry = Audit(home.folder).entries()[-1]
    assert (entry.what, entry.note) == ("erased", "request 8")
    assert str(mine) not in entry.line
    assert "sebra" not in entry.line


def test_the_same_words_of_somebody_else_stay(home: Home) -> None:
    mine, theirs = home.asked(MINE), home.asked(MINE)
    home.holi("erase", "--conversation", str(mine), "--yes")
    assert home.rows("holi.db", "select text from chat_question order by text") == [("",), (MINE,)]
    assert home.rows("tracker.db", "select sender_id from events") == [(str(theirs),)]


def test_erasing_fails_aloud_where_something_else_keeps_the_words(home: Home) -> None:
    mine = home.asked(MINE)
    home.python(
        "-c",
        f"""
import sqlite3
with sqlite3.connect({str(home.folder / "holi.db")!r}) as database:
    database.execute("create table elsewhere (text)")
    database.execute("insert into elsewhere values (?)", [{MINE!r}])
""",
    )
    assert "still hold 1 traces" in home.holi("erase", "--conversation", str(mine), "--yes", ok=False).stderr


def test_erasing_is_asked_about_first(home: Home) -> None:
    mine = home.asked(MINE)
    home.holi("erase", "--conversation", str(mine), ok=False)
    assert len(home.rows("holi.db", "select 1 from chat_question where text <> ''")) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give one of"),
        (["--conversation", "x"], "isn't a conversation's id"),
        (["--conversation", str(uuid4())], "There is no conversation"),
        (["--email", "nobody@example.org"], "Nobody has left this address"),
        (["--email", "a@example.org", "--conversation", str(uuid4())], "Give one of"),
    ],
)
def test_what_cannot_be_found_is_said_in_a_sentence(home: Home, arguments: list[str], words: str) -> None:
    assert words in home.holi("erase", "--yes", *arguments, ok=False).stderr
