"""What becomes of sections and documents that people were quoted, and that are there no more."""

from datetime import date

import pytest
from django.test import Client

from bot.chat.models import Conversation, Question
from bot.editorial.models import Draft
from knowledge.models import Language
from tests.bot.drafting import begin, built, current_text, edit

pytestmark = pytest.mark.django_db

TEXTS = {"text_en": "A permit costs 30 pounds.", "text_cy": "Mae trwydded yn costio 30 punt."}
CITED = "cars#2"


@pytest.fixture
def without_pool(publisher: Client) -> Draft:
    """A draft that takes a section away that people were quoted."""
    conversation = Conversation.objects.create(channel="widget", language="en")
    reply = {"messages": [{"citations": [{"document": "cars", "section": "2"}]}]}
    Question.objects.create(conversation=conversation, language="en", text="x", outcome="answered", reply=reply)
    draft = begin(publisher)
    edit(publisher, draft, "2", text_en="", text_cy="")
    return draft


def redirected(client: Client, draft: Draft, **fields: str) -> str:
    """The draft's page, once it was said where the section went."""
    path = f"/editorial/drafts/{draft.id}/redirect?language=en"
    return client.post(path, {"section": CITED, **fields}, follow=True).content.decode()


def publish(client: Client, draft: Draft) -> None:
    client.post(f"/editorial/drafts/{draft.id}/publish?language=en", {"note": "No pool any more", "reason": "So it is"})


def test_what_was_quoted_does_not_disappear_unless_it_is_said_where_it_went(
    publisher: Client, without_pool: Draft
) -> None:
    page = publisher.get(f"/editorial/drafts/{without_pool.id}?language=en").content.decode()
    assert "Where did these sections go?" in page
    built(publisher, without_pool)
    preview = publisher.get(f"/editorial/drafts/{without_pool.id}/preview?language=en").content.decode()
    assert f"where they went, and build again: {CITED}" in preview
    publish(publisher, without_pool)
    assert current_text("2")
    page = redirected(publisher, without_pool, to="cars#1.2", note_cy="Gofynnwch i'r ganolfan.", note_en="Ask them.")
    assert "Where did these sections go?" not in page
    built(publisher, without_pool)
    publish(publisher, without_pool)
    assert not current_text("2")


def test_the_old_link_says_where_the_section_went(publisher: Client, without_pool: Draft) -> None:
    redirected(publisher, without_pool, to="cars#1.2", note_cy="Gofynnwch i'r ganolfan.", note_en="Ask the centre.")
    built(publisher, without_pool)
    publish(publisher, without_pool)
    page = publisher.get("/library/cars?language=en").content.decode()
    assert '<section id="2"' in page
    assert "Ask the centre." in page
    assert '<a href="/library/cars?language=en#1.2" lang="en">Cars, 1.2 Visitors</a>' in page
    assert "Gofynnwch i&#x27;r ganolfan." in publisher.get("/library/cars?language=cy").content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Name the section that says it now"),
        ({"note_en": "Ask."}, "in both languages"),
        ({"to": "cars#9"}, "no such section with text: cars#9"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_refused(
    publisher: Client, without_pool: Draft, fields: dict[str, str], words: str
) -> None:
    assert words in redirected(publisher, without_pool, **fields)
    assert not without_pool.files.filter(name="redirects.yml").exists()


def test_a_superseded_section_says_by_which(publisher: Client) -> None:
    draft = begin(publisher)
    path = f"/editorial/drafts/{draft.id}/documents/cars/1.1?language=en"
    for wrong, words in (("9", "no such section"), ("1.1", "supersede itself")):
        response = publisher.post(path, {**TEXTS, "superseded_by": wrong})
        assert response.status_code == 422
        assert words in response.content.decode()
    edit(publisher, draft, "1.1", **TEXTS, superseded_by="1.2")
    assert 'value="cars#1.2"' in publisher.get(path).content.decode()
    publish(publisher, built(publisher, draft))
    page = publisher.get("/library/cars?language=cy").content.decode()
    assert page.count("Mae adran arall wedi disodli") == 1
    assert '<a href="/library/cars?language=cy#1.2" lang="cy">Ceir, 1.2 Ymwelwyr</a>' in page


@pytest.mark.parametrize("language", list(Language))
def test_a_withdrawn_document_says_when(publisher: Client, language: Language) -> None:
    draft = begin(publisher)
    edit(publisher, draft, "1.1", **TEXTS)
    page = publisher.post(f"/editorial/drafts/{draft.id}/withdraw?language=en", {"document": "cars"}, follow=True)
    assert "Withdraw this document" not in page.content.decode()
    draft.files.create(
        name="boats.en.md", changed_by=draft.created_by,
        text='---\nid: boats\ntitle: Boats\nlanguage: en\nversion: "1"\nowner: x\n---\n## 1 One\n\nText.\n',
    )  # fmt: skip
    publish(publisher, built(publisher, draft))
    response = publisher.get(f"/library/cars?language={language}")
    assert response.status_code == 410
    page = response.content.decode()
    assert {"en": "withdrawn on", "cy": "thynnu&#x27;n ôl ar"}[language] in page or "thynnu'n ôl ar" in page
    assert str(date.today().year) in page
