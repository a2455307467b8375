import pytest
from django.conf import settings as django_settings
from django.test import Client

from bot.chat.models import Conversation, Question
from bot.editorial.models import Draft
from knowledge.releases import Releases
from tests.bot.drafting import built, edit

pytestmark = pytest.mark.django_db


def test_after_a_publication_only_what_is_needed_stays(publisher: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.HOLI_RELEASES_KEPT = 0
    releases = Releases(django_settings.HOLI_HOME)
    begun: list[str] = []
    drafts = []
    for price in (40, 50, 60):
        publisher.post("/editorial/drafts/new?language=en", {"title": str(price)})
        draft = Draft.objects.order_by("-pk")[0]
        edit(publisher, draft, "1.1", text_en=f"{price} pounds.", text_cy=f"{price} punt.")
        begun.append(built(publisher, draft).compared_with)
        publisher.post(f"/editorial/drafts/{draft.id}/publish?language=en", {"note": "New price"})
        drafts.append(draft)
        if price == 40:  # what answers cite is kept
            conversation = Conversation.objects.create(channel="widget", language="en")
            Question.objects.create(
                conversation=conversation, language="en", text="x", outcome="answered", release=draft.release
            )
    left = {release.digest for release in releases.all()}
    assert left == {drafts[0].release, releases.current_digest()}
    response = publisher.get(f"/editorial/drafts/{drafts[1].id}/preview?language=en", follow=True)
    assert "There is no whole release" in response.content.decode()
