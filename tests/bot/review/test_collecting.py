"""From the question log into gaps."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from bot.chat.models import Question
from bot.chat.settling import settle
from bot.review.collecting import collect, waiting
from bot.review.grouping import Centres
from bot.review.models import Contact, Gap, Member, Regrouping
from bot.review.regrouping import regroup, renew
from knowledge.encoder import Encoder
from tests.bot.review.steps import DOGS, SignIn, act, ask, publish, round_of_work

pytestmark = pytest.mark.django_db


def test_the_same_question_in_two_languages_is_one_gap(dogs: Gap, encoder: Encoder) -> None:
    assert (dogs.asked_en, dogs.asked_cy) == (3, 2)
    ask("Who do I ring when my payslip is wrong?")
    collect(encoder, Centres())
    assert Gap.objects.count() == 2
    assert not waiting().exists()


def test_only_what_went_wrong_waits(published: Path) -> None:
    ask("answered", outcome="answered")
    ask("Bye", outcome="small_talk", helpful=False)
    ask("just asked", outcome="asked")
    expected = {
        ask("unanswered").id,
        ask("failed", outcome="failed").id,
        ask("no use", outcome="answered", helpful=False).id,
        ask("a person please", outcome="answered", wants_person=True).id,
    }
    cut_off = ask("cut off", outcome="asked")
    Question.objects.filter(pk=cut_off.pk).update(asked_at=timezone.now() - timedelta(minutes=5))
    settle()
    assert {question.id for question in waiting()} == {*expected, cut_off.id}


def test_an_unhappy_person_opens_an_answered_gap_again(
    dogs: Gap, published: Path, signed_in: SignIn, encoder: Encoder
) -> None:
    act(signed_in("reviewer"), dogs, "point", section="cars#1.2")
    publish(published, signed_in("publisher"))
    round_of_work(published, encoder)
    ask("Can I bring my dog to the office?", outcome="answered", helpful=False)
    collect(encoder, Centres())
    dogs.refresh_from_db()
    assert (dogs.state, dogs.asked) == ("open", 6)


def test_grouping_anew_leaves_what_people_decided(dogs: Gap, signed_in: SignIn, encoder: Encoder) -> None:
    reviewer = signed_in("reviewer")
    apart = [str(member.question_id) for member in dogs.members.all()[:1]]
    act(reviewer, dogs, "move", questions=apart, into="")
    for text, language in DOGS[:2]:
        ask(text + " please", language)
    collect(encoder, Centres())
    lone = Gap.objects.create(title="x", language="en", centre=dogs.centre)
    stray = ask("Who do I ring when my payslip is wrong?")
    collect(encoder, Centres())
    stray.member.gap = lone
    stray.member.save()
    wages = ask("Who do I ring if my payslip is wrong?")
    collect(encoder, Centres())
    before = {member.question_id: member.gap_id for member in Member.objects.filter(gap=dogs)}
    reviewer.post("/review/regroup?language=en")
    regroup(Regrouping.objects.get())
    after = dict(Member.objects.values_list("question_id", "gap_id"))
    assert {question: after[question] for question in before} == before
    assert after[stray.id] == after[wages.id]
    assert Regrouping.objects.get().finished_at


def test_vectors_of_other_models_are_written_anew(dogs: Gap, encoder: Encoder) -> None:
    centre = bytes(dogs.centre)
    blank = np.zeros(8, np.float16).tobytes()
    Member.objects.update(encoder="older", vector=blank)
    Gap.objects.update(centre=np.zeros(8, np.float32).tobytes())
    assert renew(encoder) == 5
    dogs.refresh_from_db()
    assert np.allclose(np.frombuffer(bytes(dogs.centre), np.float32), np.frombuffer(centre, np.float32), atol=1e-3)
    assert renew(encoder) == 0


def test_an_address_is_kept_only_for_a_question_that_waits(published: Path, client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.HOLI_EMAIL_DOMAINS = ["example.gov.wales"]
    waiting_one, answered = ask("unanswered", "cy"), ask("answered", outcome="answered")

    def leave(question: Question, email: str) -> int:
        given = {"question_id": str(question.id), "email": email}
        return client.post("/api/contact", given, content_type="application/json").status_code

    assert leave(waiting_one, "nia@example.com") == 400
    assert leave(waiting_one, "nia") == 400
    assert leave(answered, "nia@example.gov.wales") == 400
    assert leave(waiting_one, "nia@example.gov.wales") == 200
    assert leave(waiting_one, "huw@Example.gov.wales") == 200
    contact = Contact.objects.get()
    assert (contact.email, contact.language) == ("huw@Example.gov.wales", "cy")
