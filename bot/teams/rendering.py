"""The neutral messages of the chat API as Teams activities, one after the other.

The answer is one activity, the card with the whole section another, because Teams splits an activity that has both and
then tells no id; choices are a third, because beside suggested actions Teams shows neither Markdown nor citations.
"""

import json
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.api.models.card import CardAction, CardActionType
from microsoft_teams.api.models.entity import Appearance, CitationEntity, Claim
from microsoft_teams.api.models.suggested_actions import SuggestedActions

from bot.teams.cards import section_card
from bot.teams.library import configuration
from bot.teams.markdown import link, literal, teams_markdown
from knowledge.markup import plain

LONGEST_NAME, LONGEST_ABSTRACT, MOST_CITATIONS, MOST_CHOICES = 80, 160, 20, 3
LARGEST = 80 * 1024  # bytes of JSON in UTF-16, as Teams counts; it refuses a little above
CUT = 2000  # characters that a quotation keeps where all of them together are too large

NeutralMessage = dict[str, Any]


def render(messages: list[NeutralMessage]) -> list[MessageActivityInput]:
    """`messages` are as Reply.messages() gives them."""
    with translation.override(messages[-1]["language"]):
        cited = [citation for message in messages for citation in message["citations"]][:MOST_CITATIONS]
        choices = [choice for message in messages for choice in message["choices"]]
        activities = []
        if cited or not choices:
            activities.append(_fitting(messages, cited))
        if cited and (card := section_card(cited)):
            activities.append(MessageActivityInput().add_card(card))
        if choices:
            words = "" if cited else "\n\n".join(plain(message["text"]) for message in messages)
            activities.append(_choosing(words or _("Choose one of these:"), choices))
        return activities


def plain_message(words: str) -> MessageActivityInput:
    return MessageActivityInput(text=literal(words), text_format="markdown")


def _fitting(messages: list[NeutralMessage], cited: list[dict[str, Any]]) -> MessageActivityInput:
    """All of what is quoted, or as much of it as Teams takes, with the way to the rest."""
    longest: int | None = None
    while True:
        activity = _answer(messages, cited, longest)
        if size(activity) < LARGEST or longest == 0:
            return activity
        longest = CUT if longest is None else longest // 2


def size(activity: MessageActivityInput) -> int:
    written = json.dumps(activity.model_dump(by_alias=True, exclude_none=True), ensure_ascii=False)
    return len(written.encode("utf-16-le"))


def _answer(messages: list[NeutralMessage], cited: list[dict[str, Any]], longest: int | None) -> MessageActivityInput:
    base = configuration().url
    source, version = _("Source"), _("version")
    paragraphs: list[str] = []
    for message in messages:
        words = _cut(message["text"], longest)
        own = [citation for citation in message["citations"] if citation in cited]
        marks = "".join(f" [{cited.index(citation) + 1}]" for citation in own)
        if words or marks:
            paragraphs.append(_with_marks(teams_markdown(words, base), marks))
        if message["links"]:
            paragraphs.append("\n".join(f"- {link(each['label'], base + each['url'])}" for each in message["links"]))
    paragraphs += [
        f"{source} [{place}]: {link(_name(citation), base + citation['url'])}"
        f" ({version} {literal(citation['version'])})"
        for place, citation in enumerate(cited, 1)
    ]
    paragraphs += [f"_{literal(message['notice'])}_" for message in messages if message["notice"]]
    activity = MessageActivityInput(text="\n\n".join(paragraphs), text_format="markdown")
    if cited:
        activity.add_entity(_citations(cited, base))
        activity.add_feedback()
    return activity


def _with_marks(text: str, marks: str) -> str:
    """A mark in a code block or a table's line would be read as part of it."""
    return f"{text}\n\n{marks.strip()}" if marks and text.endswith("```") else text + marks


def _cut(text: str, longest: int | None) -> str:
    if longest is None or len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0]} …"


def _citations(cited: list[dict[str, Any]], base: str) -> CitationEntity:
    """No label says that a machine wrote this, because none did; the shield says what it is instead.

    Built by hand: the library's builder leaves nulls where the parts don't come in one order, and Teams refuses them.
    """
    claims = [
        Claim(
            position=place,
            appearance=Appearance(
                name=shortened(_name(citation), LONGEST_NAME),
                abstract=shortened(plain(citation["quote"]), LONGEST_ABSTRACT),
                url=base + citation["url"],
                encoding_format=None,
            ),
        )
        for place, citation in enumerate(cited, 1)
    ]
    usage = {
        "@type": "CreativeWork",
        "name": _("Quotation"),
        "description": _("Quoted word for word from a published policy. Nothing here was written by AI."),
    }
    return CitationEntity.model_validate({"citation": claims, "usageInfo": usage})


def _name(citation: dict[str, Any]) -> str:
    return f"{citation['title']}, {citation['section']} {citation['section_title']}"


def shortened(words: str, most: int) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _choosing(words: str, choices: list[dict[str, str]]) -> MessageActivityInput:
    """A button says its label as the person's own message; `choices.py` knows what is meant."""
    actions = [
        CardAction(type=CardActionType.IM_BACK, title=choice["label"], value=choice["label"])
        for choice in choices[:MOST_CHOICES]
    ]
    return MessageActivityInput(
        text=words, text_format="plain", suggested_actions=SuggestedActions(to=[], actions=actions)
    )
