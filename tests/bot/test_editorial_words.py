"""What owners are told, in the language of the page."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bot.accounts.models import person_with
from bot.editorial.models import Draft, DraftFile
from bot.editorial.trail import DEEDS
from bot.privacy.retention import DONE as RETENTION
from knowledge.models import Language
from knowledge.publishing import BEGUN, UNDONE
from knowledge.retention import REMOVED
from knowledge.settings import ROOT
from tests.bot.drafting import begin

pytestmark = pytest.mark.django_db


def imported(client: Client, draft: Draft, markdown: bytes) -> str:
    """The draft's page, in Welsh, after an import of this."""
    fields = {"language": "en", "document": "cars", "version": "3"}
    upload = SimpleUploadedFile("cars.md", markdown)
    client.post(f"/editorial/drafts/{draft.id}/import?language=cy", {"file": upload, **fields})
    return client.get(f"/editorial/drafts/{draft.id}?language=cy").content.decode()


def test_what_an_import_says_leads_to_its_place(publisher: Client) -> None:
    draft = begin(publisher)
    page = imported(publisher, draft, b"# Cars\n\n## 1 Permits\n\nA permit costs 30 pounds.\n\n## 3 Empty\n")
    place = f"/editorial/drafts/{draft.id}/documents/cars/3?language=cy"
    assert f'<a href="{place}">Pennawd heb destun yw adran 3.</a>' in page
    assert publisher.get(place).status_code == 200


def test_what_is_wrong_is_said_in_the_language_of_the_page(publisher: Client) -> None:
    draft = begin(publisher)
    DraftFile.objects.create(draft=draft, name="cars.en.md", text="Parking.", changed_by=User.objects.get())
    assert "nid oes meysydd ar ddechrau" in publisher.get(f"/editorial/drafts/{draft.id}").content.decode()
    page = publisher.post(f"/editorial/drafts/{draft.id}/build", follow=True).content.decode()
    assert "nid oes meysydd ar ddechrau" in page
    page = publisher.get("/editorial/releases/compare?old=a&new=b&language=cy", follow=True).content.decode()
    assert "Nid oes cyhoeddiad cyfan" in page


def test_a_build_that_fails_says_why_in_both_languages(publisher: Client) -> None:
    draft = begin(publisher)
    for language in Language:
        name = f"cars.{language}.md"
        publisher.post(f"/editorial/drafts/{draft.id}/withdraw", {"document": "cars"})
        assert draft.files.filter(name=name).exists()
    publisher.post(f"/editorial/drafts/{draft.id}/build")
    for language, words in ((Language.EN, "holds no section"), (Language.CY, "Nid oes yn")):
        assert words in publisher.get(f"/editorial/drafts/{draft.id}?language={language}").content.decode()


def test_the_trail_is_read_in_the_language_of_the_page(client: Client, publisher: Client) -> None:
    begin(publisher)
    client.force_login(person_with("iolo", "auditor"))
    assert "dechreuwyd drafft" in client.get("/editorial/audit").content.decode()
    assert "draft begun" in client.get("/editorial/audit.csv").content.decode()


def test_every_deed_of_the_trail_has_its_words() -> None:
    code = "".join(file.read_text() for room in ("bot", "knowledge") for file in (ROOT / room).rglob("*.py"))
    calls = r'(?:append\([\w.()]+|append\("set-up"|record\(request|_record\(person|_note\(by), "([\w -]+)"'
    deeds = re.findall(calls, code)
    assert {*deeds, *BEGUN, *BEGUN.values(), UNDONE, REMOVED, RETENTION} == set(DEEDS)


@pytest.mark.parametrize("language", list(Language))
def test_the_pages_speak_the_language_they_are_asked_in(publisher: Client, language: Language) -> None:
    draft = begin(publisher)
    for path in ("/editorial/", f"/editorial/drafts/{draft.id}", "/editorial/releases"):
        page = publisher.get(f"{path}?language={language}")
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.content.decode()
