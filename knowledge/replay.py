"""Which answers another release changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from knowledge.answering import Assistant
from knowledge.encoder import Encoded, Encoder
from knowledge.lexicon import gloss
from knowledge.models import Anchor, Answer, Language, Outcome
from knowledge.releases import Release

BATCH = 32
Progress = Callable[[int, int], None]


class Weight(IntEnum):
    """Worst first."""

    LOST = 0  # was answered, and isn't any more
    MOVED = 1  # another section is cited first
    OFFERED = 2  # a choice where there was an answer, or the other way round
    GAINED = 3  # wasn't answered, and is


@dataclass(frozen=True)
class AnswerChange:
    question: str
    language: Language
    weight: Weight
    before: Anchor | None
    after: Anchor | None


class Remembering:
    """An encoder that reads each question once, in batches, though two releases are asked."""

    def __init__(self, encoder: Encoder, questions: Iterable[tuple[str, Language]]) -> None:
        self.encoder, self.digest = encoder, encoder.digest
        self.encode = encoder.encode
        texts: dict[Language, dict[str, None]] = {language: {} for language in Language}
        for text, language in questions:
            texts[language][text] = None
            if bridge := gloss(text, language):
                texts[language.twin][bridge] = None
        self._read: dict[tuple[Language, str], Encoded] = {}
        for language, ones in texts.items():
            ordered = sorted(ones, key=len)
            for start in range(0, len(ordered), BATCH):
                self.encode_questions(ordered[start : start + BATCH], language)

    def encode_questions(self, texts: Sequence[str], language: Language) -> list[Encoded]:
        missing = [text for text in texts if (language, text) not in self._read]
        if missing:
            encoded = self.encoder.encode_questions(missing, language)
            self._read.update({(language, text): one for text, one in zip(missing, encoded, strict=True)})
        return [self._read[language, text] for text in texts]


def answer_changes(
    before: Release,
    after: Release,
    encoder: Encoder,
    questions: Iterable[tuple[str, Language]],
    progress: Progress | None = None,
) -> list[AnswerChange]:
    asked = list(dict.fromkeys(questions))
    remembering = Remembering(encoder, asked)
    old, new = Assistant(before, remembering), Assistant(after, remembering)
    found = []
    for done, (question, language) in enumerate(asked, start=1):
        change = _compare(question, language, old.answer(question, language), new.answer(question, language))
        if change:
            found.append(change)
        if progress:
            progress(done, len(asked))
    return sorted(found, key=lambda change: (change.weight, change.question))


def _compare(question: str, language: Language, before: Answer, after: Answer) -> AnswerChange | None:
    old, new = _first(before), _first(after)
    if before.outcome is after.outcome and old == new:
        return None
    if before.outcome is Outcome.ANSWERED and after.outcome is Outcome.ANSWERED:
        weight = Weight.MOVED
    elif Outcome.CHOICE in (before.outcome, after.outcome) and (old or new):
        weight = Weight.OFFERED
    elif before.outcome is Outcome.ANSWERED:
        weight = Weight.LOST
    elif after.outcome is Outcome.ANSWERED:
        weight = Weight.GAINED
    else:
        return None
    return AnswerChange(question, language, weight, old, new)


def _first(answer: Answer) -> Anchor | None:
    return answer.citations[0].anchor if answer.citations else None
