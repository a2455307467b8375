"""Who asks too often is told to wait, and nobody else is."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from bot.accounts.models import person_with
from bot.chat.models import Question
from bot.editorial.models import Draft
from bot.web.addresses import address_of, read_proxies
from bot.web.limits import DEFAULTS, read_limits
from knowledge.errors import SettingsError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted_yet(settings: Settings) -> None:
    cache.clear()
    settings.HOLI_RASA_URL = "http://127.0.0.1:9/webhooks/holi/webhook"  # discard: nobody listens


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


def test_a_conversation_that_asks_too_often_is_told_to_wait(client: Client, settings: Settings) -> None:
    settings.HOLI_LIMITS = read_limits("questions=2/h:none")
    first = post(client, "/api/chat", message="Who approves?").json()["conversation"]
    second = post(client, "/api/chat", message="Who approves?").json()["conversation"]
    answers = [post(client, "/api/chat", message="And now?", conversation=first) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 3600
    error = answers[2].json()["error"]
    assert error["code"] == "too_often"
    assert error["message"]["cy"].startswith("Anfonwyd gormod")
    assert error["message"]["en"].startswith("There were too many")
    assert post(client, "/api/chat", message="And now?", conversation=second).status_code == 200
    assert Question.objects.count() == 5


def test_somebody_signed_in_is_one_person_in_all_conversations(client: Client, settings: Settings) -> None:
    settings.HOLI_LIMITS = read_limits("questions=2/h:none")
    client.force_login(person_with("mair", "reader"))
    assert [post(client, "/api/chat", message="Who?").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("what", "path", "body"),
    [
        ("questions", "/api/chat", {"message": "Who approves?"}),
        ("feedback", "/api/feedback", {"question_id": str(uuid4()), "helpful": True}),
        ("contact", "/api/contact", {"question_id": str(uuid4()), "email": "a@b.example"}),
    ],
)
def test_an_address_is_held_to_its_limit(client: Client, settings: Settings, what: str, path: str, body: Any) -> None:
    settings.HOLI_LIMITS = read_limits(f"{what}=none:2/h")
    found = [post(client, path, **body) for _ in range(3)]
    assert [each.status_code == 429 for each in found] == [False, False, True]
    assert found[2]["Retry-After"]
    other = client.post(path, json.dumps(body), content_type="application/json", REMOTE_ADDR="10.0.0.9")
    assert other.status_code != 429


@pytest.mark.parametrize("what", ["feedback", "contact"])
def test_one_question_is_held_to_its_limit(client: Client, settings: Settings, what: str) -> None:
    settings.HOLI_LIMITS = read_limits(f"{what}=2/h:none")
    body = {"question_id": str(uuid4()), "helpful": True, "email": "a@b.example"}
    assert [post(client, f"/api/{what}", **body).status_code for _ in range(3)] == [400, 400, 429]
    body["question_id"] = str(uuid4())
    assert post(client, f"/api/{what}", **body).status_code == 400


@pytest.mark.parametrize(("language", "words"), [("cy", "Gormod o geisiadau"), ("en", "Too many requests")])
def test_guessing_sign_in_links_is_limited(client: Client, settings: Settings, language: str, words: str) -> None:
    settings.HOLI_LIMITS = read_limits("sign-in=none:2/h")
    found = [client.post(f"/sign-in/guess-{number}?language={language}") for number in range(3)]
    assert [each.status_code for each in found] == [410, 410, 429]
    assert words in found[2].content.decode()
    assert int(found[2]["Retry-After"]) > 0


def test_imports_are_limited_by_person(publisher: Client, settings: Settings) -> None:
    settings.HOLI_LIMITS = read_limits("imports=1/h:none")
    draft = Draft.objects.create(title="x", base="", created_by=person_with("mair", "publisher"))
    statuses = [publisher.post(f"/editorial/drafts/{draft.id}/import?language=en").status_code for _ in range(2)]
    assert statuses == [302, 429]


def test_a_cache_that_is_down_stops_nobody(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def down(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(LocMemCache, "add", down)
    settings.HOLI_LIMITS = read_limits("questions=none:1/h")
    assert [post(client, "/api/chat", message="Who?").status_code for _ in range(2)] == [200, 200]
    assert "cache can't be reached" in caplog.text


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        ("", "10.0.0.1", "6.6.6.6", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", "6.6.6.6", "6.6.6.6"),
        ("10.0.0.1", "10.0.0.1", "1.1.1.1, 6.6.6.6", "6.6.6.6"),  # the first was written by the caller
        ("10.0.0.0/8", "10.0.0.1", "1.1.1.1, 6.6.6.6, 10.0.0.7", "6.6.6.6"),
        ("10.0.0.1", "10.0.0.2", "6.6.6.6", "10.0.0.2"),
        ("10.0.0.1", "10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", "", "10.0.0.1"),
        ("::1", "::1", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.1", "::ffff:10.0.0.1", "6.6.6.6", "6.6.6.6"),
        ("10.0.0.1", "", "6.6.6.6", "0.0.0.0"),
    ],
)
def test_only_a_trusted_proxy_says_whose_address_it_is(
    settings: Settings, proxies: str, remote: str, forwarded: str, address: str
) -> None:
    settings.HOLI_TRUSTED_PROXIES = read_proxies(proxies)
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"x-forwarded-for": forwarded})
    assert address_of(request) == address


def test_limits_are_set_by_name_and_the_others_stay() -> None:
    found = read_limits(" questions=5/m:none , imports=none:2/10m")
    assert (found["questions"].person, found["questions"].address) == ("5/m", "")
    assert (found["imports"].person, found["imports"].address) == ("", "2/10m")
    assert found["contact"] == DEFAULTS["contact"]
    assert read_limits("off") == {}


@pytest.mark.parametrize("value", ["questions", "questions=5/m", "other=5/m:5/m", "questions=0/m:5/m", "questions=5:6"])
def test_a_limit_that_cannot_be_read_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="HOLI_LIMITS"):
        read_limits(value)


def test_a_proxy_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(SettingsError, match="HOLI_TRUSTED_PROXIES"):
        read_proxies("10.0.0.1, proxy.example")
