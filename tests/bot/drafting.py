"""The steps of a draft as a browser takes them."""

from pathlib import Path

from django.conf import settings
from django.test import Client

from bot.editorial.models import Draft
from knowledge.models import Anchor, Language
from knowledge.releases import Releases


def begin(client: Client) -> Draft:
    client.post("/editorial/drafts/new?language=en", {"title": "Prices of 2027"})
    return Draft.objects.get()


def edit(client: Client, draft: Draft, number: str, **texts: str) -> None:
    response = client.post(f"/editorial/drafts/{draft.id}/documents/cars/{number}?language=en", texts)
    assert response.status_code == 302


def built(client: Client, draft: Draft) -> Draft:
    client.post(f"/editorial/drafts/{draft.id}/build?language=en")
    draft.refresh_from_db()
    assert draft.state == Draft.State.READY, draft.error
    return draft


def current_text(number: str) -> str:
    section = Releases(Path(settings.HOLI_HOME)).current().library.section(Anchor("cars", number), Language.EN)
    return section.text if section else ""
