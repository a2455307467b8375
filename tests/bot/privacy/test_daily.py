"""What is kept too long goes every night, once, whoever does it."""

import logging
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.privacy.daily import LEASE, REST, once_a_day
from knowledge.audit import Audit
from knowledge.settings import ROOT
from tests.bot.privacy.conftest import Home

NIGHT = datetime(2027, 1, 15, 3, 30, tzinfo=UTC)
WORKER_SECONDS = 60


@pytest.mark.django_db
def test_it_is_done_once_a_day_and_again_the_next() -> None:
    done: list[int] = []
    evening = NIGHT - timedelta(hours=5)
    moments = (evening, evening + timedelta(hours=4), NIGHT, NIGHT + timedelta(hours=20), NIGHT + timedelta(days=1))
    assert [once_a_day("x", done.append, at) for at in moments] == [True, False, True, False, True]
    assert done == [0, 0, 0]


@pytest.mark.django_db
def test_a_clock_that_goes_back_does_nothing_twice() -> None:
    assert once_a_day("x", lambda _: None, NIGHT)
    assert not once_a_day("x", lambda _: None, NIGHT - timedelta(days=2))


@pytest.mark.django_db
def test_a_failure_is_logged_and_tried_again_after_a_rest(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[int] = []

    def deed(failures: int) -> None:
        tried.append(failures)
        if not failures:
            raise OSError("the disk is full")

    with caplog.at_level(logging.ERROR, "bot.privacy"):
        assert not once_a_day("x", deed, NIGHT)
    assert "tried again in 10 minutes" in caplog.text
    assert not once_a_day("x", deed, NIGHT + REST / 2)
    assert once_a_day("x", deed, NIGHT + REST)
    assert tried == [0, 1]


@pytest.mark.django_db
def test_whoever_died_over_it_is_stood_in_for() -> None:
    def deed(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        once_a_day("x", deed, NIGHT)
    assert not once_a_day("x", lambda _: None, NIGHT + LEASE / 2)
    assert once_a_day("x", lambda _: None, NIGHT + LEASE)


def test_of_two_workers_one_does_it_and_the_trail_says_so(home: Home) -> None:
    home.asked("Who approves the old zebra page?", days_ago=400)
    log = home.folder / "workers.log"
    with log.open("w") as sink:
        command = [sys.executable, "-m", "bot.review.worker"]
        workers = [
            subprocess.Popen(command, cwd=ROOT, env=home.environment, stdout=sink, stderr=subprocess.STDOUT)
            for _ in range(2)
        ]
    deadline = time.monotonic() + WORKER_SECONDS
    try:
        # There is no release here: each worker says so once it has looked at what is due.
        while log.read_text().count("the review worker failed") < 2:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait(timeout=WORKER_SECONDS)
    (entry,) = Audit(home.folder).entries()
    assert (entry.who, entry.what) == ("Holi", "applied retention")
    assert "the words of 1 question " in entry.details
    assert b"old zebra" not in home.bytes()
