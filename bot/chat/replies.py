"""Rasa's replies made one: the neutral structure that every channel renders."""

from dataclasses import dataclass, field
from typing import Any

from bot.chat.rasa import RasaFailed
from knowledge.models import Language, Outcome

NOTICE = "utter_illustrative"


@dataclass(frozen=True)
class Reply:
    language: Language
    outcome: Outcome
    text: str
    act: str = ""
    notice: str = ""
    release: str = ""
    citations: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    considered: list[dict[str, Any]] = field(default_factory=list)
    confidence: float | None = None

    def messages(self) -> list[dict[str, Any]]:
        """As the chat API gives them (formats.md)."""
        return [
            {
                "language": self.language,
                "text": self.text,
                "citations": self.citations,
                "choices": self.choices,
                "links": self.links,
                "notice": self.notice,
            }
        ]


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
        text = "\n\n".join([*sentences, *(citation["quote"] for citation in citations)])
        if not text:
            raise RasaFailed("empty")
        return Reply(
            language=Language(data.get("language", language)),
            outcome=Outcome(data.get("outcome", Outcome.SMALL_TALK)),
            text=text,
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
