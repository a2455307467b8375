"""What has been kept long enough is emptied, and what is counted stays."""

import json
from datetime import UTC, datetime

import pytest

from bot.privacy.retention import limit
from knowledge.audit import Audit
from tests.bot.privacy.conftest import Home


@pytest.mark.parametrize(
    ("now", "months", "before"),
    [
        ((2027, 3, 31), 1, (2027, 2, 28)),
        ((2027, 1, 15), 1, (2026, 12, 15)),
        ((2028, 2, 29), 12, (2027, 2, 28)),
        ((2027, 6, 1), 30, (2024, 12, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(
    now: tuple[int, int, int], months: int, before: tuple[int, int, int]
) -> None:
    assert limit(datetime(*now, tzinfo=UTC), months) == datetime(*before, tzinfo=UTC)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(home: Home) -> None:
    home.asked("Who approves the old zebra page?", days_ago=400)
    home.asked("Who approves the new zebra page?")
    said = home.holi("retention", "--dry-run").stdout.splitlines()
    assert "Would erase the words of 1 question and of its reply (what is counted stays)." in said
    assert "Would erase 1 event of Rasa's conversations." in said
    assert len(home.rows("holi.db", "select 1 from chat_question where text <> ''")) == 2
    assert len(home.rows("tracker.db", "select 1 from events")) == 2
    assert Audit(home.folder).entries() == []


def test_old_words_go_and_what_is_counted_stays(home: Home) -> None:
    home.asked("Who approves the old zebra page?", days_ago=400)
    recent = home.asked("Who approves the new zebra page?", days_ago=300)
    home.holi("retention")
    emptied, kept = home.rows("holi.db", "select text, reply, outcome, language from chat_question order by asked_at")
    assert (emptied[0], emptied[2], emptied[3]) == ("", "answered", "en")
    message = json.loads(str(emptied[1]))["messages"][0]
    assert (message["text"], message["citations"][0]["quote"]) == ("", "")
    assert (message["citations"][0]["document"], message["citations"][0]["section"]) == ("cars", "1.1")
    assert kept[0] == "Who approves the new zebra page?"
    assert b"old zebra" not in home.bytes()
    (entry,) = Audit(home.folder).entries()
    assert entry.what == "applied retention"
    assert str(recent) not in entry.line


def test_the_months_are_a_setting(home: Home) -> None:
    home.asked("Who approves the zebra page?", days_ago=100)
    home.environment_more = {"HOLI_RETENTION_MONTHS": "3"}
    assert "the words of 1 question " in home.holi("retention", "--dry-run").stdout
    home.environment_more = {"HOLI_RETENTION_MONTHS": "none"}
    assert "isn't a number of months" in home.holi("retention", ok=False).stderr


def test_rasa_keeps_a_conversation_until_nobody_has_gone_on_with_it_for_a_day(home: Home) -> None:
    idle = home.asked("Who approves the zebra page?", days_ago=2)
    active = home.asked("Who approves the lion page?", days_ago=2)
    home.asked("And who else?", conversation=active)
    home.holi("retention")
    assert home.rows("tracker.db", "select sender_id from events") == [(str(active),)] * 2
    assert str(idle).encode() not in (home.folder / "tracker.db").read_bytes()
    assert len(home.rows("holi.db", "select 1 from chat_question where text <> ''")) == 3


def test_where_nothing_is_set_up_it_says_so(home: Home) -> None:
    (home.folder / "holi.db").unlink()
    assert "There is no question log here" in home.holi("retention", ok=False).stderr
