from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from bot.accounts.models import person_with
from bot.figures.digest import send_digests
from bot.review.models import DigestReader
from bot.review.states import Action, State
from tests.bot.figures_data import MONDAY, ask, day, days, decide, gap

pytestmark = pytest.mark.django_db
NOW = MONDAY + days(5)


def reader(name: str = "mair", language: str = "en", group: str = "reviewer") -> DigestReader:
    person = person_with(name, group)
    return DigestReader.objects.create(person=person, email=f"{name}@example.org", language=language)


def test_the_digest_says_what_is_new_overdue_and_closed_in_the_readers_language() -> None:
    reader("mair", "cy")
    reader("huw", "en")
    gap(ask(outcome="unanswered"), title="A new one?")
    late = gap(ask(MONDAY - days(30), outcome="unanswered"), title="A late one?", due=day("2026-06-05"))
    decide(late, Action.ASSIGN, State.ASSIGNED, MONDAY - days(29))
    shut = gap(ask(MONDAY - days(30), outcome="unanswered"), title="A shut one?")
    decide(shut, Action.DISMISS, State.DISMISSED, MONDAY)
    old = gap(ask(MONDAY - days(30), outcome="unanswered"), title="An old one?")
    decide(old, Action.DISMISS, State.DISMISSED, MONDAY - days(20))
    assert send_digests(NOW) == 2
    welsh, english = sorted(mail.outbox, key=lambda message: message.to, reverse=True)
    assert welsh.subject == "Crynodeb wythnosol Holi"
    assert english.subject == "Holi's digest of the week"
    for message, parts in (
        (english, ("New gaps: 1", "Gaps overdue: 1", "Gaps closed: 1", "due 5 Jun 2026")),
        (welsh, ("Bylchau newydd: 1", "Bylchau hwyr: 1", "Bylchau a gaewyd: 1", "/figures/?language=cy")),
    ):
        for part in (*parts, "A new one?", "A late one?", "A shut one?"):
            assert part in message.body
        assert "An old one?" not in message.body
    assert f"/review/gaps/{late.pk}?language=cy" in welsh.body


def test_nobody_has_two_in_a_week_and_nothing_falls_between_two() -> None:
    reader()
    gap(ask(outcome="unanswered"))
    assert [send_digests(NOW + timedelta(hours=hours)) for hours in range(3)] == [1, 0, 0]
    gap(ask(NOW + timedelta(minutes=30), outcome="unanswered"), title="In between?")
    assert send_digests(NOW + days(8)) == 1
    assert "In between?" in mail.outbox[1].body


def test_a_week_without_news_brings_none() -> None:
    reader()
    assert send_digests(NOW) == 0
    assert DigestReader.objects.get().sent_at is None


def test_who_may_not_review_any_more_gets_none() -> None:
    reader(group="reader")
    gone = reader("huw")
    gone.person.is_active = False
    gone.person.save()
    gap(ask(outcome="unanswered"))
    assert send_digests(NOW) == 0


def test_what_could_not_be_sent_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reader()
    gap(ask(outcome="unanswered"))

    def refuse(*message: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as without_server:
        without_server.setattr("bot.figures.digest.send_mail", refuse)
        assert send_digests(NOW) == 0
    assert send_digests(NOW) == 1


def test_a_reviewer_asks_for_it_changes_it_and_stops_it(client: Client) -> None:
    client.force_login(person_with("mair", "reviewer"))

    def send(**form: str) -> str:
        return client.post("/figures/digest?language=en", form, follow=True).content.decode()

    assert "once a week" in send(email="mair@example.org", language="cy")
    send(email="mair@example.org", language="en")
    assert DigestReader.objects.get().language == "en"
    assert "This isn&#x27;t an e-mail address" in send(email="mair", language="en")
    assert DigestReader.objects.get().email == "mair@example.org"
    send(stop="yes")
    assert not DigestReader.objects.exists()
