"""What Teams refuses for a while is sent again; what it refuses for good is written down."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from bot.chat.models import Question
from bot.teams import sending
from bot.teams.models import Message, Thread
from tests.bot.teams import activities
from tests.bot.teams.conftest import Teams
from tests.bot.teams.microsoft import Behaviour

ASKED = "Who approves a new Facebook page?"


def state(teams: Teams) -> tuple[str, str, str]:
    message = Message.objects.get()
    return message.state, message.reason, Question.objects.get().reason


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 412])
def test_a_passing_refusal_is_tried_again(teams: Teams, status: int) -> None:
    teams.microsoft.next = [Behaviour(status), Behaviour(status)]
    teams.say(ASKED)
    assert state(teams) == ("delivered", "", "")
    assert len(teams.shown()) == 2


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_it_waits_as_long_as_it_is_asked_to(teams: Teams, form: str) -> None:
    until = datetime.now(UTC) + timedelta(seconds=3)
    asked = "2" if form == "seconds" else format_datetime(until, usegmt=True)
    teams.microsoft.next = [Behaviour(429, {"Retry-After": asked})]
    teams.say(ASKED)
    first, second = [each for each in teams.microsoft.requests if each.activity.get("type") == "message"][:2]
    assert second.at - first.at > 1


@pytest.mark.parametrize(("asked", "seconds"), [("5", 5), ("-1", 0), ("9999", 120), ("soon", 0), ("", 0), ("nan", 0)])
def test_what_it_is_asked_to_wait_is_read_with_care(asked: str, seconds: float) -> None:
    assert sending._asked_to_wait(httpx.Response(429, headers={"retry-after": asked})) == seconds


def test_what_never_gets_through_is_in_the_log_as_undelivered(teams: Teams, caplog: pytest.LogCaptureFixture) -> None:
    teams.microsoft.always = Behaviour(502)
    teams.say(ASKED)
    assert state(teams) == ("undelivered", "status 502", "undelivered: status 502")
    assert "wasn't delivered" in caplog.text
    assert ASKED not in caplog.text


@pytest.mark.parametrize("status", [400, 401, 413])
def test_a_lasting_refusal_is_not_tried_again(teams: Teams, status: int) -> None:
    teams.microsoft.next = [Behaviour(status)]
    teams.say(ASKED)
    assert state(teams)[0] == "undelivered"
    assert len([each for each in teams.microsoft.requests if each.activity.get("type") == "message"]) == 1
    assert Thread.objects.get().gone_at is None


@pytest.mark.parametrize("status", [403, 404])
def test_who_has_blocked_holi_or_left_is_gone_until_they_write_again(teams: Teams, status: int) -> None:
    teams.microsoft.next = [Behaviour(status)]
    teams.say(ASKED)
    assert state(teams)[0] == "undelivered"
    assert Thread.objects.get().gone_at
    teams.say(ASKED)
    assert Thread.objects.get().gone_at is None


def test_a_slow_service_does_not_keep_teams_waiting(teams: Teams) -> None:
    teams.microsoft.next = [Behaviour(0, seconds=1.0)]
    teams.say(ASKED)
    assert state(teams)[0] == "delivered"


def test_a_service_that_cannot_be_reached_is_tried_again_and_then_given_up(
    teams: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = teams.microsoft.token(serviceurl="http://127.0.0.1:9/teams/")
    said = activities.message("http://127.0.0.1:9/teams/", ASKED)
    assert teams.post(said, f"Bearer {token}").status_code == 200
    assert state(teams) == ("undelivered", "ConnectError", "undelivered: ConnectError")


def test_a_wrong_secret_is_said_in_the_log(teams: Teams) -> None:
    teams.microsoft.sign_in_status = 401
    began = time.monotonic()
    teams.say(ASKED)
    assert state(teams)[1] == "sign-in status 401"
    assert time.monotonic() - began < 5


def test_a_passing_refusal_of_the_sign_in_is_tried_again(teams: Teams) -> None:
    teams.microsoft.sign_in_status = 503
    teams.say(ASKED)
    assert state(teams)[1] == "sign-in status 503"
    assert len([each for each in teams.microsoft.fetches if each.endswith("/token")]) > 3


def test_one_token_serves_until_it_ends(teams: Teams) -> None:
    teams.post_all([activities.message(teams.microsoft.service_url, ASKED) for _ in range(3)])
    assert len([each for each in teams.microsoft.fetches if each.endswith("/token")]) == 1
