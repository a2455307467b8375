"""From questions that weren't answered to a release that answers them, with the real encoder and a small library."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from bot.accounts.models import person_with
from bot.chat.models import Conversation, Question
from bot.editorial.models import Draft
from bot.review.again import ask_again, unasked
from bot.review.collecting import collect, waiting
from bot.review.grouping import Centres
from bot.review.models import Contact, Gap, Member, Regrouping
from bot.review.regrouping import regroup, renew
from bot.review.telling import tell_waiting
from knowledge.answering import Assistant
from knowledge.encoder import Encoder
from knowledge.models import Language, Outcome
from knowledge.publishing import Publisher
from knowledge.releases import Releases

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]


def ask(text: str, language: str = "en", outcome: str = "unanswered", **more: object) -> Question:
    conversation = Conversation.objects.create(channel="widget", language=language)
    return Question.objects.create(conversation=conversation, text=text, language=language, outcome=outcome, **more)


def round_of_work(home: Path, encoder: Encoder) -> None:
    """What the worker does when it looks."""
    assistant = Assistant(Releases(home).current(), encoder)
    collect(encoder, Centres())
    for gap in unasked(assistant.release.digest):
        ask_again(gap, assistant)
    tell_waiting(assistant)


def act(client: Client, gap: Gap, action: str, **given: object) -> int:
    gap.refresh_from_db()
    given.setdefault("version", gap.version)
    status = client.post(f"/review/gaps/{gap.pk}/{action}?language=en", given).status_code
    gap.refresh_from_db()
    return status


def publish(home: Path, client: Client) -> None:
    draft = Draft.objects.get(state=Draft.State.OPEN)
    client.post(f"/editorial/drafts/{draft.pk}/build?language=en")
    draft.refresh_from_db()
    assert draft.state == Draft.State.READY, draft.error
    response = client.post(
        f"/editorial/drafts/{draft.pk}/publish?language=en", {"note": "Answers", "reason": "As it should be"}
    )
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.state == Draft.State.PUBLISHED


DOGS = (
    ("Can I bring my dog to the office?", "en"),
    ("am I allowed to bring my dog into the office", "en"),
    ("bringing my dog in to the office - is that allowed?", "en"),
    ("Ga i ddod â fy nghi i'r swyddfa?", "cy"),
    ("oes hawl dod a ci i'r swyddfa", "cy"),
)


@pytest.fixture
def dogs(published: Path, encoder: Encoder) -> Gap:
    for text, language in DOGS:
        ask(text, language)
    collect(encoder, Centres())
    return Gap.objects.get()


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
    assert {question.id for question in waiting()} == {*expected, cut_off.id}


def test_guidance_closes_the_gap_once_a_release_answers_every_question(
    dogs: Gap, published: Path, signed_in: SignIn, encoder: Encoder
) -> None:
    question = Question.objects.get(text=DOGS[3][0])
    Contact.objects.create(question=question, email="nia@example.gov.wales", language="cy")
    status = act(
        signed_in("reviewer"), dogs, "draft", document="cars", title_cy="Cŵn", title_en="Dogs",
        text_cy="Ni chaiff neb ddod â chi i'r swyddfa, heblaw am gŵn cymorth.",
        text_en="Nobody may bring a dog into the office, except an assistance dog.",
    )  # fmt: skip
    assert (status, dogs.state, dogs.target) == (302, "awaiting", {"section": "cars#3"})
    round_of_work(published, encoder)
    dogs.refresh_from_db()
    assert dogs.state == "awaiting"
    publish(published, signed_in("publisher"))
    round_of_work(published, encoder)
    dogs.refresh_from_db()
    assert (dogs.state, dogs.again["answered"]) == ("answered", 5)
    assistant = Assistant(Releases(published).current(), encoder)
    for text, language in DOGS:
        assert str(assistant.answer(text, Language(language)).citations[0].anchor) == "cars#3"
    (message,) = mail.outbox
    assert message.to == ["nia@example.gov.wales"]
    assert "heblaw am gŵn cymorth" in message.body
    assert not Contact.objects.exists()


def test_a_gap_opens_again_when_a_release_stops_answering(
    dogs: Gap, published: Path, signed_in: SignIn, encoder: Encoder
) -> None:
    first = Releases(published).current_digest()
    act(signed_in("reviewer"), dogs, "point", section="cars#1.2")
    publish(published, signed_in("publisher"))
    round_of_work(published, encoder)
    dogs.refresh_from_db()
    assert dogs.state == "answered"
    Publisher.at(published).roll_back(first, "mair", "Too early", encoder)
    round_of_work(published, encoder)
    dogs.refresh_from_db()
    assert dogs.state == "open"
    assert [decision.action for decision in dogs.decisions.all()] == ["point", "confirm", "reopen"]


def test_out_of_scope_names_the_service_next_time(
    dogs: Gap, published: Path, signed_in: SignIn, encoder: Encoder
) -> None:
    status = act(
        signed_in("reviewer"), dogs, "redirect", name_cy="Cyfleusterau", name_en="Facilities",
        where_cy="tudalennau'r Cyfleusterau", where_en="the Facilities pages", url="https://intranet.example/dogs",
    )  # fmt: skip
    assert (status, dogs.state) == (302, "awaiting")
    publish(published, signed_in("publisher"))
    round_of_work(published, encoder)
    dogs.refresh_from_db()
    assert dogs.state == "redirected"
    answer = Assistant(Releases(published).current(), encoder).answer(DOGS[4][0], Language.CY)
    assert answer.outcome is Outcome.OUT_OF_SCOPE
    assert answer.pointer is not None
    assert answer.pointer.url == "https://intranet.example/dogs"  # type: ignore[union-attr]


def test_assigning_makes_a_task_of_the_owner_who_may_answer_it(dogs: Gap, signed_in: SignIn) -> None:
    owner = signed_in("editor", "owain")
    assert owner.get(f"/review/gaps/{dogs.pk}?language=en").status_code == 403
    due = (date.today() + timedelta(days=7)).isoformat()
    act(signed_in("reviewer"), dogs, "assign", owner=person_with("owain", "editor").pk, due=due, why="Yours")
    assert dogs.title in owner.get("/review/tasks?language=en").content.decode()
    page = owner.get(f"/review/gaps/{dogs.pk}?language=en")
    assert set(page.context["forms"]) == {"point", "draft"}
    assert act(owner, dogs, "dismiss", why="No") == 403
    assert act(owner, dogs, "point", section="cars#1.1") == 302
    assert dogs.state == "awaiting"


def test_the_second_of_two_reviewers_is_told_and_overwrites_nothing(dogs: Gap, signed_in: SignIn) -> None:
    version = dogs.version
    assert act(signed_in("reviewer", "mair"), dogs, "dismiss", why="A test") == 302
    second = signed_in("reviewer", "huw")
    response = second.post(f"/review/gaps/{dogs.pk}/dismiss?language=en", {"version": version, "why": "My own reason"})
    assert response.status_code == 409
    assert "Last changed by: mair" in response.content.decode()
    assert "My own reason" in response.content.decode()
    assert dogs.decisions.count() == 1


def test_questions_can_be_split_off_moved_and_put_together_and_all_of_it_undone(dogs: Gap, signed_in: SignIn) -> None:
    reviewer = signed_in("reviewer")
    welsh = [str(member.question_id) for member in dogs.members.filter(question__language="cy")]
    assert act(reviewer, dogs, "move", questions=welsh, into="") == 302
    new = Gap.objects.exclude(pk=dogs.pk).get()
    assert (dogs.asked, new.asked_cy, new.asked_en) == (3, 2, 0)
    assert act(reviewer, new, "merge", into=dogs.pk) == 302
    dogs.refresh_from_db()
    assert (new.state, dogs.asked) == ("merged", 5)
    assert act(reviewer, new, "undo") == 302
    dogs.refresh_from_db()
    assert (new.state, new.asked, dogs.asked) == ("open", 2, 3)
    assert act(reviewer, dogs, "undo") == 302
    new.refresh_from_db()
    assert (dogs.asked, new.asked, new.state) == (5, 0, "merged")


def test_auditors_look_and_decide_nothing(dogs: Gap, signed_in: SignIn) -> None:
    auditor = signed_in("auditor")
    assert auditor.get("/review/?language=cy").status_code == 200
    assert auditor.get(f"/review/gaps/{dogs.pk}?language=cy").context["forms"] == {}
    assert act(auditor, dogs, "dismiss", why="No") == 403
    assert signed_in("reader").get("/review/").status_code == 403


def test_what_cannot_be_taken_is_said_beside_the_field(dogs: Gap, signed_in: SignIn) -> None:
    reviewer = signed_in("reviewer")
    response = reviewer.post(
        f"/review/gaps/{dogs.pk}/point?language=en", {"version": dogs.version, "section": "cars#99"}
    )
    assert response.status_code == 422
    assert "There is no such section" in response.content.decode()
    heading = {"title_cy": "a", "title_en": "b", "text_cy": "# Pennawd", "text_en": "c", "document": "cars"}
    assert act(reviewer, dogs, "draft", **heading) == 422
    assert act(reviewer, dogs, "merge", into=999) == 422
    assert act(reviewer, dogs, "explode") == 404
    assert not Draft.objects.exists()


def test_the_queue_filters_and_keeps_filters(dogs: Gap, signed_in: SignIn, encoder: Encoder) -> None:
    ask("Who do I ring when my payslip is wrong?")
    collect(encoder, Centres())
    reviewer = signed_in("reviewer")
    page = reviewer.get("/review/?language=en&asked=cy")
    assert [gap.pk for gap in page.context["page"]] == [dogs.pk]
    page = reviewer.get("/review/?language=en&words=payslip")
    assert [gap.asked for gap in page.context["page"]] == [1]
    reviewer.post("/review/filters?language=en", {"name": "Welsh ones", "query": "asked=cy"})
    page = reviewer.get("/review/?language=en&order=most")
    assert "Welsh ones" in page.content.decode()
    assert [gap.asked for gap in page.context["page"]] == [5, 1]


def test_many_gaps_are_decided_at_once(dogs: Gap, signed_in: SignIn, encoder: Encoder) -> None:
    ask("asdf qwer zxcv")
    ask("Who do I ring when my payslip is wrong?")
    collect(encoder, Centres())
    reviewer = signed_in("reviewer")
    gaps = {gap.title: gap for gap in Gap.objects.all()}
    noise = gaps["asdf qwer zxcv"]
    stale = f"{dogs.pk}:{dogs.version - 1}"
    reviewer.post(
        "/review/decide?language=en",
        {"action": "dismiss", "gap": [f"{noise.pk}:{noise.version}", stale], "why": "Noise"},
    )
    noise.refresh_from_db()
    dogs.refresh_from_db()
    assert (noise.state, dogs.state) == ("dismissed", "open")
    payslip = gaps["Who do I ring when my payslip is wrong?"]
    chosen = [f"{gap.pk}:{gap.version}" for gap in (payslip, dogs)]
    reviewer.post("/review/decide?language=en", {"action": "merge", "gap": chosen})
    dogs.refresh_from_db()
    assert dogs.asked == 6


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
