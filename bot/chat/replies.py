"""Rasa's replies made one: the neutral structure that every channel renders."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from bot.chat.rasa import RasaFailed
from knowledge.models import Language, Outcome

NOTICE = "utter_illustrative"


@dataclass(frozen=True)
class Reply:
    language: Language
    outcome: Outcome
    text: str  # what is said besides quotations
    act: str = ""
    notice: str = ""
    release: str = ""
    citations: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    considered: list[dict[str, Any]] = field(default_factory=list)
    confidence: float | None = None

    def messages(self) -> list[dict[str, Any]]:
        """As the chat API gives them (formats.md): each quotation in a message of its own, with its citation."""
        quoted = [(citation["quote"], [citation]) for citation in self.citations] or [("", [])]
        messages = [
            {
                "language": self.language,
                "text": quote,
                "citations": citations,
                "choices": [],
                "links": [],
                "notice": "",
            }
            for quote, citations in quoted
        ]
        first, last = messages[0], messages[-1]
        first["text"] = "\n\n".join(filter(None, [self.text, first["text"]]))
        last.update(choices=self.choices, links=self.links, notice=self.notice)
        return messages


def merge(replies: list[dict[str, Any]], language: Language) -> Reply:
    """Raises RasaFailed where the replies hold nothing to show."""
    data: dict[str, Any] = {}
    sentences, notice, acts = [], "", []
    for reply in replies:
        data.update(reply["custom"])
        if reply["act"] == NOTICE:
            notice = reply["text"]
        elif reply["text"]:
            sentences.append(reply["text"])
            acts.append(reply["act"] or "")
    try:
        citations = data.get("citations", [])
        if not sentences and not any(citation["quote"] for citation in citations):
            raise RasaFailed("empty")
        return Reply(
            language=Language(data.get("language", language)),
            outcome=Outcome(data.get("outcome", Outcome.SMALL_TALK)),
            text="\n\n".join(sentences),
            act=acts[0] if acts else "",
            notice=notice,
            release=data.get("release", ""),
            citations=citations,
            choices=data.get("choices", []),
            links=data.get("links", []),
            considered=data.get("considered", []),
            confidence=data.get("confidence"),
        )
    except (ValueError, KeyError, TypeError):
        raise RasaFailed("nonsense") from None


def apology(language: Language) -> Reply:
    """For a question that is kept and couldn't be answered."""
    with translation.override(language):
        sentence = gettext("Holi can't answer just now. Your question has been kept and will be looked at.")
    return Reply(language, Outcome.FAILED, sentence)
