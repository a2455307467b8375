"""The conversation of the browser's tests, held in Teams: from a signed activity to the same question log."""

import json
import time
from typing import Any

import httpx
import pytest

from tests.bot.teams import activities
from tests.bot.teams.microsoft import TENANT, Microsoft
from tests.e2e.conftest import PUBLIC_URL, Holi
from tests.e2e.test_browser import ENGLISH, WELSH

SECONDS = 20


class Chat:
    """One person's chat with Holi, in a Teams of their own language."""

    def __init__(self, holi: Holi, microsoft: Microsoft, locale: str, number: int) -> None:
        self.holi, self.microsoft, self.locale = holi, microsoft, locale
        self.place = {"conversationType": "personal", "tenantId": TENANT, "id": f"a:chat-{locale}-{number}"}
        self.person = {"id": f"29:person-{number}", "name": "Nia"}

    def post(self, activity: dict[str, Any]) -> httpx.Response:
        body = {**activity, "conversation": self.place, "from": self.person, "locale": self.locale}
        headers = {"authorization": f"Bearer {self.microsoft.token()}"}
        return httpx.post(f"{self.holi.url}/api/messages", json=body, headers=headers, timeout=20, trust_env=False)

    def say(self, text: str, expected: int = 1, **more: Any) -> list[dict[str, Any]]:
        """What Holi shows in return, once it shows as many messages as are expected, and no more follow."""
        before = len(self.shown())
        response = self.post(activities.message(self.microsoft.service_url, text, **more))
        assert response.status_code == 200, response.text
        return self.wait(before + expected)[before:]

    def wait(self, count: int) -> list[dict[str, Any]]:
        deadline = time.monotonic() + SECONDS
        while len(self.shown()) < count:
            assert time.monotonic() < deadline, self.shown()
            time.sleep(0.05)
        time.sleep(0.3)
        assert len(self.shown()) == count
        return self.shown()

    def shown(self) -> list[dict[str, Any]]:
        return list(self.microsoft.shown(self.place["id"]).values())

    def logged(self) -> list[dict[str, Any]]:
        query = (
            "select q.* from chat_question q join teams_thread t on t.conversation_id = q.conversation_id"
            " where t.teams_id = ? order by q.asked_at"
        )
        return self.holi.rows(query, self.place["id"])


@pytest.fixture
def chats(holi: Holi, microsoft: Microsoft) -> dict[str, Chat]:
    number = time.monotonic_ns()
    return {language: Chat(holi, microsoft, f"{language}-GB", number) for language in ("cy", "en")}


def test_a_welsh_question_is_answered_in_welsh_with_its_section(chats: dict[str, Chat]) -> None:
    answer, card = chats["cy"].say(WELSH, 2)
    assert "[1]" in answer["text"]
    assert "Ffynhonnell" in answer["text"]
    assert "Testun enghreifftiol" in answer["text"]
    texts = [each.get("lang") for each in card["attachments"][0]["content"]["body"]]
    assert {"cy", "en"} <= set(texts)


def test_an_english_question_is_answered_and_its_citation_opens_the_section(holi: Holi, chats: dict[str, Chat]) -> None:
    answer, _card = chats["en"].say(ENGLISH, 2)
    assert "Both the Head of Service and the Communications Team" in answer["text"].replace("*", "")
    url = answer["entities"][0]["citation"][0]["appearance"]["url"]
    assert url == f"{PUBLIC_URL}/library/social-media-policy?language=en#3.1"
    page = httpx.get(url.replace(PUBLIC_URL, holi.url).split("#")[0], trust_env=False)
    assert 'id="3.1"' in page.text


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_same_question_leaves_the_same_log_as_in_the_widget(
    holi: Holi, chats: dict[str, Chat], language: str
) -> None:
    text = {"cy": WELSH, "en": ENGLISH}[language]
    chats[language].say(text, 2)
    (teams,) = chats[language].logged()
    widget = holi.logged(holi.ask(text, language=language)["question_id"])
    for field in ("text", "language", "outcome", "act", "reply", "considered", "release", "reason"):
        assert teams[field] == widget[field], field


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Will it rain in Llanelli tomorrow?", "don't answer"),
        ("cy", "A fydd hi'n bwrw eira yfory?", "Nid yw'r polisïau'n ateb"),
    ],
)
def test_what_the_policies_do_not_say_is_said_with_the_nearest_sections(
    chats: dict[str, Chat], language: str, text: str, words: str
) -> None:
    (answer,) = chats[language].say(text)
    assert words in answer["text"]
    assert answer["text"].count(f"]({PUBLIC_URL}/library/") == 3
    assert "channelData" not in answer  # nothing to judge
    assert chats[language].logged()[0]["outcome"] == "unanswered"


def test_the_conversation_follows_the_language_that_is_written(chats: dict[str, Chat]) -> None:
    chat = chats["en"]
    chat.say(ENGLISH, 2)
    chat.say(WELSH, 2)
    assert [row["language"] for row in chat.logged()] == ["en", "cy"]


def test_show_more_source_and_the_other_language_follow_an_answer(chats: dict[str, Chat]) -> None:
    chat = chats["en"]
    chat.say(ENGLISH, 2)
    assert "3.1" in chat.say("where does it say that?")[0]["text"]
    (welsh, _card) = chat.say("same in Welsh please", 2)
    assert "Ffynhonnell" in welsh["text"]


def test_an_answer_can_be_judged(chats: dict[str, Chat], microsoft: Microsoft) -> None:
    chat = chats["en"]
    chat.say(ENGLISH, 2)
    sent = next(iter(microsoft.shown(chat.place["id"])))
    response = chat.post(activities.judged(microsoft.service_url, sent, "like", json.dumps({"feedbackText": "Good"})))
    assert (response.status_code, response.content) == (200, b"")
    assert chat.logged()[0]["helpful"] == 1


def test_markup_in_a_question_is_only_words(chats: dict[str, Chat]) -> None:
    chat = chats["en"]
    text = "How <b>high</b> is the *hill* behind the office?"
    chat.say(text)
    assert chat.logged()[0]["text"] == text


def test_an_edit_and_a_deletion_are_followed(chats: dict[str, Chat], microsoft: Microsoft) -> None:
    chat = chats["en"]
    said = activities.message(microsoft.service_url, "Will it rain in Llanelli tomorrow?")
    chat.post(said)
    chat.wait(1)
    chat.post(activities.edited(said, ENGLISH))
    answer, _card = chat.wait(2)
    assert "[1]" in answer["text"]
    chat.post(activities.deleted(said))
    deadline = time.monotonic() + SECONDS
    while chat.shown():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_welcome_comes_in_the_language_of_the_persons_teams(chats: dict[str, Chat], microsoft: Microsoft) -> None:
    for language, first in (("cy", "Helo!"), ("en", "Hello!")):
        chat = chats[language]
        chat.post(activities.activity(microsoft.service_url, "installationUpdate", action="add"))
        assert chat.wait(1)[0]["text"].startswith(first)


def test_a_token_that_is_not_the_channels_own_reaches_nothing(holi: Holi, microsoft: Microsoft) -> None:
    body = activities.message(microsoft.service_url, "a question that nobody vouched for")
    token = microsoft.token(aud="another")
    for headers in ({}, {"authorization": f"Bearer {token}"}):
        response = httpx.post(f"{holi.url}/api/messages", json=body, headers=headers, trust_env=False)
        assert response.status_code == 401
    assert token.encode() not in holi.log.read_bytes()
    assert b"nobody vouched for" not in b"".join(file.read_bytes() for file in holi.home.glob("*.db*"))
