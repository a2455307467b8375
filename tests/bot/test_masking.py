"""What points to a person is masked before a question is kept, sent on or logged."""

from typing import Any

import pytest
from django.test import Client

from bot.chat import rasa
from bot.chat.models import Question

pytestmark = pytest.mark.django_db

PERSONAL = ("Zebedee", "Llewellyn", "07700", "900123", "example.org", "SA31")
WELSH = "A gaf i bostio llun o Zebedee Llewellyn, 07700 900123, z.ll@example.org, SA31 1JP?"
ENGLISH = "Can I post a photo of Zebedee Llewellyn, 07700 900123, z.ll@example.org, SA31 1JP?"


@pytest.mark.parametrize(("text", "placeholder"), [(WELSH, "llun o [enw]"), (ENGLISH, "photo of [name]")])
def test_only_the_masked_words_are_kept_sent_and_logged(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    text: str,
    placeholder: str,
) -> None:
    sent: list[str] = []

    async def ask(conversation: str, message: str, metadata: dict[str, str]) -> list[dict[str, Any]]:
        sent.append(message + repr(metadata))
        raise rasa.RasaFailed("down")

    monkeypatch.setattr(rasa, "ask", ask)
    response = client.post("/api/chat", {"message": text}, content_type="application/json")
    assert response.status_code == 200
    kept = Question.objects.values().get()
    printed = capfd.readouterr()
    everywhere = repr(kept) + "".join(sent) + caplog.text + printed.out + printed.err + response.content.decode()
    assert [word for word in PERSONAL if word in everywhere] == []
    assert placeholder in kept["text"]
    assert placeholder in sent[0]
