"""What people may decide, alone and beside each other."""

from datetime import date, timedelta

import pytest

from bot.accounts.models import person_with
from bot.editorial.models import Draft
from bot.review.collecting import collect
from bot.review.grouping import Centres
from bot.review.models import Gap
from knowledge.encoder import Encoder
from tests.bot.review.steps import SignIn, act, ask

pytestmark = pytest.mark.django_db


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
