"""The neutral reply as Teams activities: stored ones to compare with, and every limit of Teams on both sides."""

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from bot.teams import cards
from bot.teams.configuration import Configuration
from bot.teams.rendering import LARGEST, plain_message, render, shortened, size
from knowledge.library import read_library
from tests.bot.teams import snapshots
from tests.bot.teams.microsoft import APP, SECRET, TENANT, refusal
from tests.conftest import ENGLISH, WELSH, WriteDocument

QUOTES = {
    "cy": "Mae trwydded barcio yn costio **30 punt** y flwyddyn [sylwer]:\n\n- wrth y ddesg\n- nid ar-lein.",
    "en": "A parking permit costs **30 pounds** a year [note]:\n\n- at the desk\n- not online.",
}
TITLES = {"cy": ("Ceir", "Trwyddedau"), "en": ("Cars", "Permits")}
NOTICES = {"cy": "Testun enghreifftiol yw hwn.", "en": "This text is illustrative."}


@pytest.fixture(autouse=True)
def _configured(settings: Settings, write: WriteDocument, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOLI_TEAMS = Configuration(APP, SECRET, (TENANT,), "https://holi.example")
    write(ENGLISH)
    folder: Path = write(WELSH, language="cy", title="Ceir")
    library = read_library(folder)
    monkeypatch.setattr(cards, "current_library", lambda: ("r", library))


def citation(language: str = "en", section: str = "1.1", **more: str) -> dict[str, str]:
    title, section_title = TITLES[language]
    return {
        "document": "cars", "section": section, "title": title, "section_title": section_title, "version": "2.1",
        "language": language, "quote": QUOTES[language],
        "url": f"/library/cars?language={language}#{section}", **more,
    }  # fmt: skip


def neutral(text: str = "", language: str = "en", **more: Any) -> dict[str, Any]:
    return {
        "language": language, "text": text, "citations": [], "choices": [], "links": [], "notice": "", **more,
    }  # fmt: skip


def quoting(language: str = "en", **more: str) -> dict[str, Any]:
    cited = citation(language, **more)
    return neutral(cited["quote"], language, citations=[cited])


def shown(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [activity.model_dump(by_alias=True, exclude_none=True) for activity in render(messages)]


@pytest.mark.parametrize("language", ["cy", "en"])
def test_an_answer(language: str) -> None:
    message = {**quoting(language), "notice": NOTICES[language]}
    snapshots.check(f"answer.{language}", shown([message]))


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_choice(language: str) -> None:
    text = {"cy": "Pa un o'r rhain sydd gennych dan sylw?", "en": "Which of these do you mean?"}[language]
    labels = [f"1.{number} {TITLES[language][1]}" for number in range(1, 4)]
    choices = [{"label": label, "message": f"/show cars#{label[:3]}"} for label in labels]
    snapshots.check(f"choice.{language}", shown([neutral(text, language, choices=choices)]))


@pytest.mark.parametrize("language", ["cy", "en"])
def test_nothing_answers_and_the_nearest_sections_are_linked(language: str) -> None:
    text = {"cy": "Nid yw'r polisïau'n ateb hyn.", "en": "The policies don't answer this."}[language]
    links = [{"label": "1.1 Permits (new)", "url": f"/library/cars?language={language}#1.1", "language": language}]
    snapshots.check(f"unanswered.{language}", shown([neutral(text, language, links=links)]))


def test_two_quotations_are_marked_apart_in_one_message() -> None:
    answer, card = shown([quoting(), quoting(section="1.2")])
    assert "[1]" in answer["text"]
    assert "[2]" in answer["text"]
    (entity,) = answer["entities"]
    assert [claim["position"] for claim in entity["citation"]] == [1, 2]
    toggles = [each for each in card["attachments"][0]["content"]["body"] if each["type"] == "ActionSet"]
    assert len(toggles) == 2


def test_no_activity_has_text_and_card_or_card_and_choices_together() -> None:
    choices = [{"label": "More", "message": "/show cars#1.2"}]
    activities = shown([{**quoting(), "choices": choices}])
    assert [set(activity) & {"text", "attachments", "suggestedActions"} for activity in activities] == [
        {"text"}, {"attachments"}, {"text", "suggestedActions"},
    ]  # fmt: skip


@pytest.mark.parametrize(("length", "kept"), [(79, 79), (80, 80), (81, 80)])
def test_a_citations_name_has_80_characters_at_most(length: int, kept: int) -> None:
    cited = citation(title="T" * (length - len(", 1.1 Permits")))
    (claim,) = shown([neutral(cited["quote"], citations=[cited])])[0]["entities"][0]["citation"]
    assert len(claim["appearance"]["name"]) == kept
    assert claim["appearance"]["name"].endswith("…") == (length > 80)


@pytest.mark.parametrize(("length", "kept"), [(159, 159), (160, 160), (161, 160)])
def test_an_abstract_has_160_characters_at_most(length: int, kept: int) -> None:
    (claim,) = shown([quoting(quote="q" * length)])[0]["entities"][0]["citation"]
    assert len(claim["appearance"]["abstract"]) == kept
    assert claim["appearance"]["abstract"].endswith("…") == (length > 160)


@pytest.mark.parametrize(("given", "kept"), [(19, 19), (20, 20), (21, 20)])
def test_there_are_20_citations_at_most(given: int, kept: int) -> None:
    messages = [quoting(section=f"9.{number}", quote=f"quote {number}") for number in range(given)]
    (answer,) = shown(messages)
    assert len(answer["entities"][0]["citation"]) == kept
    assert f"[{kept}]" in answer["text"]
    assert f"[{kept + 1}]" not in answer["text"]
    assert refusal(answer) == 0


@pytest.mark.parametrize(("given", "kept"), [(2, 2), (3, 3), (4, 3)])
def test_there_are_three_choices_at_most(given: int, kept: int) -> None:
    choices = [{"label": f"c{number}", "message": f"/show cars#{number}"} for number in range(given)]
    (activity,) = shown([neutral("Which?", choices=choices)])
    assert len(activity["suggestedActions"]["actions"]) == kept


@pytest.mark.parametrize(("characters", "whole"), [(30_000, True), (40_000, True), (41_000, False), (1_000_000, False)])
def test_an_answer_stays_under_80_kb_as_teams_counts(characters: int, whole: bool) -> None:
    answer = render([quoting(quote="word " * (characters // 5))])[0]
    assert size(answer) < LARGEST
    assert refusal(answer.model_dump(by_alias=True, exclude_none=True)) == 0
    assert ("… [1]" not in (answer.text or "")) == whole


def test_a_card_has_room_for_the_longest_section(write: WriteDocument, monkeypatch: pytest.MonkeyPatch) -> None:
    paragraphs = "\n\n".join(f"Paragraph {number} " + "word " * 60 for number in range(500))
    folder = write(f"## 1 Long\n\n### 1.1 Section\n\n{paragraphs}\n", id="long", title="Long")
    library = read_library(folder)
    monkeypatch.setattr(cards, "current_library", lambda: ("r", library))
    _, card = shown([quoting(document="long")])
    assert len(json.dumps(card)) < 28 * 1024
    assert "…" in json.dumps(card, ensure_ascii=False)


def test_a_section_that_is_no_more_has_no_card() -> None:
    assert len(shown([quoting(section="9.9")])) == 1


@pytest.mark.parametrize("language", ["cy", "en"])
def test_no_entity_holds_a_null_and_there_is_one_root(language: str) -> None:
    answer = shown([quoting(language), quoting(language, section="1.2")])[0]
    assert "null" not in json.dumps(answer)
    assert len([entity for entity in answer["entities"] if entity["type"] == "https://schema.org/Message"]) == 1


def test_an_extract_is_not_labelled_as_written_by_ai_and_can_be_judged() -> None:
    answer = shown([quoting()])[0]
    assert "additionalType" not in answer["entities"][0]
    assert answer["entities"][0]["usageInfo"]["name"] == "Quotation"
    assert answer["channelData"]["feedbackLoop"] == {"type": "default"}


def test_what_is_not_an_answer_cannot_be_judged() -> None:
    assert "channelData" not in shown([neutral("Hello!")])[0]


def test_a_sentence_is_shown_as_it_is() -> None:
    assert plain_message("a *b* [1]").text == "a \\*b\\* \\[1\\]"


def test_words_are_shortened_only_where_they_have_to_be() -> None:
    assert (shortened("a  b\nc", 5), shortened("abcdef", 5)) == ("a b c", "abcd…")
