"""Drafts from the first edit to a release and back, with the real encoder and a small library."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bot.accounts.models import person_with
from bot.chat.models import Conversation, Question
from bot.editorial.models import Draft
from knowledge.answering import Assistant
from knowledge.audit import Audit
from knowledge.encoder import Encoder
from knowledge.models import Anchor, Language
from knowledge.releases import Releases
from tests.bot.drafting import begin, built, current_text, edit

pytestmark = pytest.mark.django_db


def test_an_edit_is_previewed_published_and_rolled_back(publisher: Client) -> None:
    first = Releases(Path(django_settings.HOLI_HOME)).current_digest()
    draft = begin(publisher)
    edit(
        publisher, draft, "1.1", text_en="A parking permit costs 45 pounds.", text_cy="Mae trwydded yn costio 45 punt."
    )
    assert "45" not in current_text("1.1")
    draft = built(publisher, draft)
    preview = publisher.get(f"/editorial/drafts/{draft.id}/preview?language=en").content.decode()
    assert "<del>30</del>" in preview
    assert "<ins>45</ins>" in preview
    publisher.post(f"/editorial/drafts/{draft.id}/publish?language=en", {"note": "New prices"})
    assert "45 pounds" in current_text("1.1")
    draft.refresh_from_db()
    assert draft.state == Draft.State.PUBLISHED
    publisher.post(f"/editorial/releases/{first}/roll-back?language=en", {"note": "Too dear"})
    assert "30 pounds" in current_text("1.1")
    whats = [entry.what for entry in Audit(Path(django_settings.HOLI_HOME)).entries()]
    assert whats == [
        "draft begun", "section edited", "preview built", "publishing", "published", "rolling back", "rolled back",
    ]  # fmt: skip


def test_another_wording_is_searched_and_never_shown(publisher: Client, encoder: Encoder) -> None:
    draft = begin(publisher)
    wording = "Where do I leave my motor?"
    edit(
        publisher, draft, "1.1", text_en="A permit costs 30 pounds.", text_cy="Mae trwydded yn costio 30 punt.",
        asked_en=wording,
    )  # fmt: skip
    draft = built(publisher, draft)
    release = Releases(Path(django_settings.HOLI_HOME)).get(draft.release)
    answer = Assistant(release, encoder).answer(wording, Language.EN)
    assert answer.ranked[0] == Anchor("cars", "1.1")
    assert "motor" not in answer.text
    page = publisher.get(f"/editorial/drafts/{draft.id}/documents/cars/1.1?language=en").content.decode()
    assert wording in page


def test_the_preview_says_which_answers_change(publisher: Client, home: Path) -> None:
    draft = begin(publisher)
    edit(publisher, draft, "2", text_en="", text_cy="")
    draft = built(publisher, draft)
    (changed,) = draft.answers
    assert changed["question"] == "When does the swimming pool close?"
    assert changed["before"] == ["cars", "2"]
    assert changed["after"] != ["cars", "2"]
    assert changed["question"] in publisher.get(f"/editorial/drafts/{draft.id}/preview?language=en").content.decode()


def test_what_is_quoted_most_and_never_is_listed(publisher: Client) -> None:
    conversation = Conversation.objects.create(channel="widget", language="en")
    for number in ("2", "2", "1.1"):
        reply = {"messages": [{"citations": [{"document": "cars", "section": number}]}]}
        Question.objects.create(conversation=conversation, language="en", text="x", outcome="answered", reply=reply)
    page = publisher.get("/editorial/?language=en")
    assert [(section.anchor.number, times) for section, times in page.context["most"]] == [("2", 2), ("1.1", 1)]
    assert [section.anchor.number for section in page.context["never"]] == ["1.2"]


def test_a_preview_that_is_overtaken_is_not_published(publisher: Client) -> None:
    first = begin(publisher)
    edit(publisher, first, "1.1", text_en="45 pounds.", text_cy="45 punt.")
    built(publisher, first)
    publisher.post("/editorial/drafts/new?language=en", {"title": "Another"})
    second = Draft.objects.exclude(pk=first.pk).get()
    edit(publisher, second, "1.1", text_en="50 pounds.", text_cy="50 punt.")
    built(publisher, second)
    publisher.post(f"/editorial/drafts/{first.id}/publish?language=en", {"note": "First"})
    response = publisher.post(f"/editorial/drafts/{second.id}/publish?language=en", {"note": "Second"}, follow=True)
    assert "Another release was published since" in response.content.decode()
    assert "45 pounds" in current_text("1.1")
    page = publisher.post(f"/editorial/drafts/{second.id}/build?language=en", follow=True).content.decode()
    assert "Somebody has published this document since" in page
    preview = publisher.get(f"/editorial/drafts/{second.id}/preview?language=en").content.decode()
    assert "<del>45</del>" in preview


def test_what_others_published_meanwhile_stays_when_a_draft_is_built_again(publisher: Client) -> None:
    drafts = []
    for number in ("1.1", "2"):
        publisher.post("/editorial/drafts/new?language=en", {"title": number})
        drafts.append(Draft.objects.order_by("-pk")[0])
    edit(publisher, drafts[0], "1.1", text_en="45 pounds.", text_cy="45 punt.")
    upload = SimpleUploadedFile("boats.md", b"# Boats\n\n## 1 Moorings\n\nA mooring costs 90 pounds a year.\n")
    fields = {"language": "en", "document": "boats", "version": "1"}
    publisher.post(f"/editorial/drafts/{drafts[1].id}/import?language=en", {"file": upload, **fields})
    for draft in drafts:
        built(publisher, draft)
        path = f"/editorial/drafts/{draft.id}/publish?language=en"
        publisher.post(path, {"note": "Both", "reason": "Welsh follows"})
    assert "45 pounds" in current_text("1.1")
    assert "boats" in Releases(Path(django_settings.HOLI_HOME)).current().library.ids


def test_a_second_person_has_to_approve_where_that_is_set(publisher: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.HOLI_SECOND_APPROVAL = True
    draft = begin(publisher)
    edit(publisher, draft, "1.1", text_en="45 pounds.", text_cy="45 punt.")
    built(publisher, draft)
    for _ in range(2):  # one's own approval doesn't count
        publisher.post(f"/editorial/drafts/{draft.id}/publish?language=en", {"note": "Mine"})
        assert "30 pounds" in current_text("1.1")
        publisher.post(f"/editorial/drafts/{draft.id}/approve?language=en")
    other = Client()
    other.force_login(person_with("alun", "publisher"))
    other.post(f"/editorial/drafts/{draft.id}/approve?language=en")
    publisher.post(f"/editorial/drafts/{draft.id}/publish?language=en", {"note": "Both"})
    assert "45 pounds" in current_text("1.1")


def test_a_heading_in_a_sections_text_is_refused_in_a_sentence(publisher: Client) -> None:
    draft = begin(publisher)
    response = publisher.post(
        f"/editorial/drafts/{draft.id}/documents/cars/1.1?language=en",
        {"text_en": "Fine.\n## 9 More", "text_cy": "Iawn."},
    )
    assert response.status_code == 422
    assert "would open another section" in response.content.decode()
    assert "## 9 More" in response.content.decode()
    assert not draft.files.exists()
