"""The steps of an answer, read top to bottom in `Assistant.answer`."""

import re
from dataclasses import replace

import numpy as np

from knowledge import confidence, search
from knowledge.confidence import Verdict
from knowledge.encoder import Encoder
from knowledge.language import detect
from knowledge.models import (
    Anchor,
    Answer,
    Choice,
    Citation,
    Hit,
    Language,
    NotHeld,
    Outcome,
    Service,
    Status,
    Withdrawn,
)
from knowledge.releases import Release
from knowledge.search import SIGNALS, Query, Ranking
from knowledge.timing import timed
from knowledge.withdrawal import withdrawn_answer
from knowledge.words import wording

LONGEST_QUESTION = 600  # characters that are read: the beginning and the end
WORDS_SHOWN = 150  # a section up to this length is quoted whole: of 73 right citations on `dev`, 130 cut 6 answers off
CONSIDERED = 10
RANKED = 200
OFFERED = 3
CLOSE = 0.7  # in log odds: nearer than this, the second section is shown too, or offered
FEWEST_WORDS = 3  # of each of two questions in one message
FOLLOW_UP_ALONE = 0.4  # weight of a follow-up's own words beside those with the question before it


class Assistant:
    """Answers from one release."""

    def __init__(self, release: Release, encoder: Encoder) -> None:
        self.release, self.encoder = release, encoder

    def warm_up(self) -> None:
        """Load models and index, so that the first question isn't slower than the next."""
        for language in Language:
            self.answer("Holi?", language)

    def answer(self, question: str, language: Language | None = None, previous: str | None = None) -> Answer:
        whole = self._answer(question, language, previous)
        halves = _two_questions(question)
        if not halves or previous or self._decided(question, whole.language):
            return whole
        first, second = (self._answer(half, whole.language, None) for half in halves)
        if not first.citations or not second.citations or first.citations[0].anchor == second.citations[0].anchor:
            return whole
        return replace(
            whole,
            outcome=Outcome.ANSWERED,
            citations=(first.citations[0], second.citations[0]),
            choices=(),
            pointer=None,
            confidence=min(first.confidence, second.confidence),
        )

    def _answer(self, question: str, language: Language | None, previous: str | None) -> Answer:
        steps: dict[str, float] = {}
        with timed(steps, "understand"):
            language = language or detect(question, detect(previous) if previous else None)
            asked, shortened = _readable(question)
        with timed(steps, "encode"):
            queries = self.queries(asked, language, previous)
        with timed(steps, "search"):
            found = search.rank(self.release.index, queries)
            ranking = found.in_force(self.release.index.in_force)
        with timed(steps, "decide"):
            query = queries[-1][1]
            sure = confidence.probability(confidence.features(self.release.index, query, ranking))
            decided = None if previous else self._decided(question, language)
            elsewhere = decided if isinstance(decided, Service) else None
            withdrawn = withdrawn_answer(self.release, query, found)
            pointer = elsewhere or withdrawn or self.release.register.pointer(asked, language)
            close = self._close(ranking)
            verdict = confidence.verdict(sure, close=close, elsewhere=isinstance(pointer, Service))
            # What another document here says isn't what was asked; and what somebody decided isn't weighed again.
            if isinstance(pointer, NotHeld | Withdrawn) or elsewhere:
                verdict = Verdict.REFUSE
            owned = decided if isinstance(decided, Anchor) else None
            if owned:
                verdict, sure = Verdict.ANSWER, 1.0
        answer = Answer(
            Outcome.UNANSWERED,
            language,
            considered=self._considered(ranking),
            ranked=tuple(self._anchor(ranking, place) for place in range(min(RANKED, len(ranking.order)))),
            confidence=sure,
            shortened=shortened,
            release=self.release.digest,
            steps=steps,
        )
        if verdict is Verdict.REFUSE:
            outcome = Outcome.OUT_OF_SCOPE if isinstance(pointer, Service) else Outcome.UNANSWERED
            return replace(answer, outcome=outcome, choices=self._choices(ranking, language), pointer=pointer)
        if verdict is Verdict.CHOOSE:
            return replace(answer, outcome=Outcome.CHOICE, choices=self._choices(ranking, language))
        with timed(steps, "quote"):
            places = range(2 if close else 1)
            anchors = [owned] if owned else [self._anchor(ranking, place) for place in places]
            citations = tuple(self._cite(anchor, language, query) for anchor in anchors)
        return replace(answer, outcome=Outcome.ANSWERED, citations=citations)

    def show(self, anchor: Anchor, language: Language) -> Answer:
        """The whole section; KeyError where the release has none of that number."""
        anchor = self.release.library.successors.get(anchor, anchor)
        _, section = self.release.library.shown(anchor, language)
        return Answer(
            Outcome.ANSWERED,
            language,
            citations=(self._citation(anchor, section.language, section.text),),
            confidence=1.0,
            release=self.release.digest,
        )

    def _decided(self, question: str, language: Language) -> Anchor | Service | None:
        """What people decided about a question in these very words, whatever else would be found."""
        return self.release.asked.get(wording(question)) or self.release.register.decided(question, language)

    def queries(self, asked: str, language: Language, previous: str | None) -> list[tuple[float, Query]]:
        if not previous:
            return [(1.0, Query.of(asked, language, self.encoder))]
        together = f"{_readable(previous)[0]} {asked}"
        return [
            (FOLLOW_UP_ALONE, Query.of(asked, language, self.encoder)),
            (1 - FOLLOW_UP_ALONE, Query.of(together, language, self.encoder)),
        ]

    def _anchor(self, ranking: Ranking, place: int) -> Anchor:
        return self.release.index.anchors[int(ranking.order[place])]

    def _close(self, ranking: Ranking) -> bool:
        """Whether the second section is nearly as good as the first."""
        best = ranking.scores[ranking.order[:2]]
        return len(best) > 1 and bool(best[0] - best[1] <= CLOSE)

    def _considered(self, ranking: Ranking) -> tuple[Hit, ...]:
        return tuple(
            Hit(
                self.release.index.anchors[at],
                round(float(ranking.scores[at]), 4),
                {name: round(float(value), 4) for name, value in zip(SIGNALS, ranking.signals[at], strict=True)},
            )
            for at in ranking.order[:CONSIDERED]
        )

    def _choices(self, ranking: Ranking, language: Language) -> tuple[Choice, ...]:
        offered = []
        for at in ranking.order[:OFFERED]:
            anchor = self.release.index.anchors[at]
            document, section = self.release.library.shown(anchor, language)
            offered.append(Choice(anchor, f"{document.title}: {section.title}", section.language))
        return tuple(offered)

    def _cite(self, anchor: Anchor, language: Language, query: Query) -> Citation:
        _, section = self.release.library.shown(anchor, language)
        pieces = self.release.index.passages[anchor, section.language]
        lengths = [len(piece.plain.split()) for piece in pieces]
        if sum(lengths) <= WORDS_SHOWN:
            return self._citation(anchor, section.language, section.text)
        scores = search.passage_scores(self.release.index, anchor, section.language, query)
        first = last = int(np.argmax(scores))
        while True:
            beside = [at for at in (first - 1, last + 1) if 0 <= at < len(pieces)]
            beside = [at for at in beside if sum(lengths[first : last + 1]) + lengths[at] <= WORDS_SHOWN]
            if not beside:
                break
            best = max(beside, key=lambda at: scores[at])
            first, last = min(first, best), max(last, best)
        quote = "\n\n".join(piece.text for piece in pieces[first : last + 1])
        return self._citation(anchor, section.language, quote)

    def _citation(self, anchor: Anchor, language: Language, quote: str) -> Citation:
        document, section = self.release.library.shown(anchor, language)
        return Citation(
            anchor=anchor,
            title=document.title,
            section_title=section.title,
            version=document.version,
            language=section.language,
            quote=quote,
            illustrative=document.status is Status.ILLUSTRATIVE,
            page=section.page,
        )


def _readable(question: str) -> tuple[str, bool]:
    """The question without control characters, and cut in the middle where it is very long."""
    text = re.sub(r"[\x00-\x1f\x7f\s]+", " ", question).strip()
    if len(text) <= LONGEST_QUESTION:
        return text, False
    half = LONGEST_QUESTION // 2
    return f"{text[:half].rsplit(' ', 1)[0]} {text[-half:].split(' ', 1)[-1]}", True


def _two_questions(message: str) -> tuple[str, str] | None:
    asked = [part.strip() for part in re.findall(r"[^?]+\?", message)]
    asked = [part for part in asked if len(part.split()) >= FEWEST_WORDS]
    return (asked[0], asked[1]) if len(asked) == 2 else None
