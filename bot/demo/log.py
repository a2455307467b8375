"""The question log of the demonstration."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.chat.models import Conversation, Question
from bot.demo.plan import Asked
from bot.demo.wordings import Topic, read
from knowledge.library import Library
from knowledge.models import Language, Outcome, Section, section_url

QUOTED = 600  # characters of a section
CHOICES = 3


@dataclass(frozen=True)
class Published:
    """From when on which release was current."""

    since: datetime
    release: str


class Writer:
    def __init__(self, library: Library, published: list[Published], chance: Random) -> None:
        self.library, self.published, self.chance = library, published, chance
        self.phrases = read("phrases.yml")
        self.sections = [
            (section, twin)
            for (id, language), document in sorted(library.documents.items())
            if language is Language.EN
            for section in document.sections
            if section.text and (twin := library.section(section.anchor, Language.CY))
        ]
        # Some sections are asked about far more often than others.
        self.popular = [1 / (place + 3) for place in range(len(self.sections))]
        self.chance.shuffle(self.sections)

    def write(self, asked: list[Asked], topics: Iterator[Topic]) -> tuple[list[Conversation], list[Question]]:
        """`topics`: of each question that was missed, in turn."""
        conversations: list[Conversation] = []
        questions = []
        for one in asked:
            if one.new_conversation or not conversations:
                conversations.append(
                    Conversation(id=self._uuid(), channel=one.channel, language=one.language, started_at=one.at)
                )
            questions.append(self._question(one, conversations[-1], next(topics) if one.missed else None))
        return conversations, questions

    def _question(self, one: Asked, conversation: Conversation, topic: Topic | None) -> Question:
        pairs = self.chance.choices(self.sections, self.popular, k=CHOICES)
        sections = [english if one.language is Language.EN else welsh for english, welsh in pairs]
        return Question(
            id=self._uuid(),
            conversation=conversation,
            language=one.language,
            text=topic.text(one.language, self.chance) if topic else self._text(one, sections[0]),
            asked_at=one.at,
            release=self._current(one.at),
            outcome=one.outcome,
            reply={"language": one.language, "messages": [self._message(one, sections)]},
            considered=[
                {"section": str(section.anchor), "score": round(self.chance.uniform(0.2, 0.7), 4), "signals": {}}
                for section in sections
            ],
            confidence=round(self.chance.betavariate(5, 2 if one.outcome is Outcome.ANSWERED else 6), 4),
            answered_at=one.at + timedelta(milliseconds=one.milliseconds),
            milliseconds=one.milliseconds,
            reason="timeout" if one.outcome is Outcome.FAILED else "",
            helpful=one.helpful,
            wants_person=one.wants_person,
        )

    def _current(self, at: datetime) -> str:
        before = [stage.release for stage in self.published if stage.since <= at]
        return before[-1] if before else self.published[0].release

    def _text(self, one: Asked, section: Section) -> str:
        if one.outcome is Outcome.SMALL_TALK:
            said: str = self.chance.choice(self.phrases["small_talk"][one.language])
        elif one.outcome is Outcome.OUT_OF_SCOPE:
            said = self.chance.choice(self.phrases["elsewhere"][one.language])
        else:
            said = self.chance.choice(self.phrases["asked"][one.language]).format(title=section.title)
        return said

    def _message(self, one: Asked, sections: list[Section]) -> dict[str, Any]:
        message: dict[str, Any] = {
            "language": one.language, "text": "", "citations": [], "choices": [], "links": [], "notice": "",
        }  # fmt: skip
        if one.outcome is Outcome.ANSWERED:
            citation = self._citation(sections[0])
            message.update(text=citation["quote"], citations=[citation])
        elif one.outcome is Outcome.CHOICE:
            message["choices"] = [
                {"label": section.title, "message": f"/show {section.anchor}"} for section in sections
            ]
        elif one.outcome is Outcome.UNANSWERED:
            message["text"] = self.phrases["declined"][one.language]
        return message

    def _citation(self, section: Section) -> dict[str, Any]:
        document = self.library.documents[section.anchor.document, section.language]
        return {
            "document": section.anchor.document,
            "section": section.anchor.number,
            "title": document.title,
            "section_title": section.title,
            "version": document.version,
            "language": section.language,
            "quote": section.text[:QUOTED],
            "url": section_url(section.anchor, section.language),
        }

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)
