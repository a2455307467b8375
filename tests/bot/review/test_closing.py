"""A gap is closed by a release that answers, and opened by one that doesn't."""

from pathlib import Path

import pytest
from django.core import mail

from bot.chat.models import Question
from bot.review.models import Contact, Gap
from knowledge.answering import Assistant
from knowledge.encoder import Encoder
from knowledge.models import Language, Outcome
from knowledge.publishing import Publisher
from knowledge.releases import Releases
from tests.bot.review.steps import DOGS, SignIn, act, publish, round_of_work

pytestmark = pytest.mark.django_db


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
