import pytest
from django.test import Client

from bot.accounts.models import person_with
from tests.bot.drafting import begin

pytestmark = pytest.mark.django_db

TEXTS = {"text_en": "Each permit recieves **40** points.", "text_cy": "Mae trwydded yn costio 40 punt."}


def test_a_section_is_shown_as_it_will_stand_with_the_words_no_dictionary_has(publisher: Client) -> None:
    draft = begin(publisher)
    path = f"/editorial/drafts/{draft.id}/documents/cars/1.1?language=en"
    page = publisher.get(path).content.decode()
    assert page.count("Every word is in the dictionary.") == 2
    response = publisher.post(path, {**TEXTS, "look": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "<p>Each permit recieves <strong>40</strong> points.</p>" in page
    assert '<mark lang="en">recieves</mark> – did you mean <span lang="en">receives' in page
    assert not draft.files.exists()


def test_a_part_of_it_is_shown_anew_while_it_is_typed(publisher: Client) -> None:
    fields = {"text": "Trwyded <script>1</script>", "language": "cy"}
    part = publisher.post("/editorial/look?language=cy", fields).content.decode()
    assert '<mark lang="cy">Trwyded</mark>' in part
    assert "<script>" not in part
    assert "Fel y caiff ei dangos" in part


def test_only_those_who_edit_are_shown_it(client: Client, publisher: Client) -> None:
    reader = Client()
    reader.force_login(person_with("rhys", "reader"))
    assert reader.post("/editorial/look", {"text": "x", "language": "cy"}).status_code == 403
