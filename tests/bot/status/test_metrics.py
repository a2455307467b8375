"""The web app's metrics: what is counted, and what is asked of the database, at most every quarter of a minute."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from bot.review.models import Gap
from bot.review.states import State
from bot.review.worker import _safely
from bot.status import queue, views
from bot.status.models import Sign
from tests.bot.test_failures import Answering, rasa  # noqa: F401
from tests.knowledge.observing.test_metrics import value

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "standing", queue.Standing())


def scraped(client: Client) -> str:
    response = client.get("/metrics")
    assert response.status_code == 200
    return response.content.decode()


def test_a_turn_is_counted_by_outcome_language_and_channel(client: Client, rasa: type[Answering]) -> None:  # noqa: F811
    labels = {"outcome": "failed", "language": "cy", "channel": "widget"}
    before = scraped(client)
    rasa.body = json.dumps({"replies": []})
    client.post("/api/chat", {"message": "Pwy sy'n cymeradwyo?"}, content_type="application/json")
    after = scraped(client)
    assert value(after, "holi_turns_total", **labels) == value(before, "holi_turns_total", **labels) + 1
    assert value(after, "holi_failures_total", kind="empty") == value(before, "holi_failures_total", kind="empty") + 1
    for step in ("turn", "rasa"):
        was = value(before, "holi_step_seconds_count", step=step)
        assert value(after, "holi_step_seconds_count", step=step) == was + 1
    assert "cymeradwyo" not in after


def test_what_waits_is_asked_of_the_database_once_in_a_while(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    Gap.objects.create(title="a", language="cy", centre=b"", asked_cy=3)
    Gap.objects.create(title="b", language="en", centre=b"", asked_en=2)
    Gap.objects.create(title="c", language="en", centre=b"", asked_en=5, state=State.ANSWERED)
    text = scraped(client)
    assert value(text, "holi_gaps", state="open") == 2
    assert value(text, "holi_questions_waiting", state="open") == 5
    assert value(text, "holi_gaps", state="assigned") == 0
    with django_assert_num_queries(0):
        scraped(client)
    monkeypatch.setattr(queue, "KEPT", 0)
    with django_assert_num_queries(3):
        scraped(client)


def test_the_workers_signs_are_shown(client: Client) -> None:
    def fail() -> bool:
        raise ValueError

    _safely(fail)
    for _ in range(2):
        Sign.give(Sign.Name.LOOKED)
        Sign.give(Sign.Name.EMAIL_FAILED)
    text = scraped(client)
    last = value(text, "holi_review_last_run_timestamp_seconds")
    assert timezone.now().timestamp() - last < timedelta(minutes=1).total_seconds()
    assert value(text, "holi_review_failures_total") == 1
    assert value(text, "holi_emails_total", result="failed") == 2
    assert value(text, "holi_emails_total", result="sent") == 0


def test_the_release_and_the_disk_are_shown(client: Client, published: Path, releases) -> None:  # type: ignore[no-untyped-def]
    text = scraped(client)
    assert value(text, "holi_release_published_info", release=releases.current_digest()) == 1
    assert 0 < value(text, "holi_disk_free_bytes") < value(text, "holi_disk_size_bytes")


def test_without_its_database_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseError

    monkeypatch.setattr(queue, "_waiting", fail)
    text = scraped(client)
    assert "holi_database_up 0" in text
    assert "holi_disk_free_bytes" in text


def test_others_are_turned_away(client: Client, settings: Settings) -> None:
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 401
    assert client.get("/metrics", headers={"x-forwarded-for": "10.0.0.7"}).status_code == 401
