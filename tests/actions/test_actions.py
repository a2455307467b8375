"""The action server's app as Rasa calls it, with the shipped release."""

import json
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from actions.server import create_app
from knowledge.settings import environment


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    headers = {"Authorization": f"Bearer {environment()['HOLI_RASA_TOKEN']}"}
    with TestClient(create_app(), headers=headers) as started:
        yield started


def call(client: TestClient, action: str, text: str, language: str = "en", **more: Any) -> dict[str, Any]:
    slots = {"language": language, "last_question": None, "last_section": None, **more.pop("slots", {})}
    message = {"text": text, "intent": {"name": more.pop("intent", "ask_policy")}, "metadata": more.pop("metadata", {})}
    body = {
        "next_action": action,
        "sender_id": "test",
        "tracker": {"sender_id": "test", "slots": slots, "latest_message": message, "events": [], "paused": False},
        "domain": {},
    }
    expected = more.pop("expected", 200)
    response = client.post(
        "/webhook", content=zlib.compress(json.dumps(body).encode()), headers={"content-encoding": "deflate"}
    )
    assert response.status_code == expected
    found: dict[str, Any] = response.json()
    return found


def data(result: dict[str, Any]) -> dict[str, Any]:
    return next(response["custom"] for response in result["responses"] if response["custom"])


def sentences(result: dict[str, Any]) -> list[str]:
    return [response["response"] for response in result["responses"] if response.get("response")]


def slots(result: dict[str, Any]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in result["events"]}


def test_an_answer_carries_its_citation_and_remembers_the_section(client: TestClient) -> None:
    result = call(client, "action_answer", "Who has to approve a new Facebook page for my service?")
    assert data(result)["citations"][0]["section"] == "3.1"
    assert sentences(result) == ["utter_illustrative"]
    assert slots(result)["last_section"] == "social-media-policy#3.1"


def test_no_answer_offers_the_nearest_sections(client: TestClient) -> None:
    result = call(client, "action_answer", "Will it rain on Saturday?")
    assert sentences(result) == ["utter_unanswered", "utter_nearest"]
    assert len(data(result)["links"]) == 3
    assert data(result)["citations"] == []


def test_a_choice_shows_its_section_in_the_language_of_the_conversation(client: TestClient) -> None:
    result = call(client, "action_show_section", "/show_section", "cy", metadata={"section": "social-media-policy#3.1"})
    assert data(result)["citations"][0]["language"] == "cy"


@pytest.mark.parametrize("section", ["social-media-policy#99", "nothing", "", None])
def test_a_section_that_is_not_there_is_said_so(client: TestClient, section: str | None) -> None:
    result = call(client, "action_show_section", "/show_section", metadata={"section": section})
    assert sentences(result) == ["utter_nothing_to_show"]


def test_the_same_section_again_in_the_other_language(client: TestClient) -> None:
    assert slots(call(client, "action_use_welsh", "yn Gymraeg")) == {"language": "cy"}
    result = call(client, "action_show_again", "", "cy", slots={"last_section": "social-media-policy#3.1"})
    assert sentences(result)[0] == "utter_in_language"
    assert data(result)["citations"][0]["language"] == "cy"


def test_where_it_stands_is_said_with_document_section_and_version(client: TestClient) -> None:
    result = call(client, "action_source", "where is that", slots={"last_section": "social-media-policy#3.1"})
    source = result["responses"][0]
    assert (source["response"], source["section"], source["version"]) == ("utter_source", "3.1", "1.0")


def test_an_unknown_action_is_404_as_rasa_expects(client: TestClient) -> None:
    assert client.post("/webhook", json={"next_action": "action_none", "tracker": {}, "domain": {}}).status_code == 404


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer guessed", "Basic Zm9v"])
def test_who_has_not_the_token_gets_nothing(client: TestClient, authorization: str) -> None:
    refused = client.post("/webhook", json={"next_action": "action_answer"}, headers={"Authorization": authorization})
    assert (refused.status_code, refused.json()) == (401, {"error": "unauthorised"})
