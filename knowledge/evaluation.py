"""Ask a question set and count what was right. The output's keys are a contract: see formats.md."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from knowledge.answering import Assistant
from knowledge.models import Anchor, Answer, Outcome
from knowledge.questions import Question

Figures = dict[str, float]
NEVER = 10**9  # the rank of a section that wasn't retrieved


@dataclass(frozen=True)
class Result:
    question: Question
    answer: Answer
    rank: int  # of the first right section, from 1
    milliseconds: float

    @property
    def cited(self) -> list[Anchor]:
        return [citation.anchor for citation in self.answer.citations]

    @property
    def offered(self) -> list[Anchor]:
        chosen = self.answer.outcome is Outcome.CHOICE
        return [choice.anchor for choice in self.answer.choices] if chosen else []

    @property
    def answered(self) -> bool:
        if self.answer.outcome is Outcome.CHOICE:
            return bool(self.question.expects & set(self.offered))
        return self.answer.outcome is Outcome.ANSWERED

    @property
    def wrong(self) -> bool:
        replied = self.answer.outcome in (Outcome.ANSWERED, Outcome.CHOICE)
        return replied and not self.question.expects & {*self.cited, *self.offered}

    @property
    def in_right_language(self) -> bool:
        """Said and quoted in the question's language; a section that stands only in the other one isn't."""
        languages = {self.answer.language, *(citation.language for citation in self.answer.citations)}
        return languages == {self.question.language}


def ask(assistant: Assistant, questions: list[Question]) -> Iterator[Result]:
    for question in questions:
        start = perf_counter()
        answer = assistant.answer(question.text, previous=question.previous)
        milliseconds = (perf_counter() - start) * 1000
        places = [place for place, anchor in enumerate(answer.ranked, start=1) if anchor in question.expects]
        yield Result(question, answer, min(places, default=NEVER), milliseconds)


def figures(results: list[Result]) -> Figures:
    answerable = [result for result in results if result.question.answerable]
    unanswerable = [result for result in results if not result.question.answerable]
    quotable = [result for result in answerable if result.question.must_quote]

    def share(of: list[Result], test: Any) -> float:
        return round(sum(map(test, of)) / len(of), 4) if of else 0.0

    return {
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "retrieved@1": share(answerable, lambda r: r.rank <= 1),
        "retrieved@3": share(answerable, lambda r: r.rank <= 3),
        "retrieved@5": share(answerable, lambda r: r.rank <= 5),
        "mrr": round(float(np.mean([1 / r.rank for r in answerable])), 4) if answerable else 0.0,
        "cited@1": share(answerable, lambda r: bool(r.cited) and r.cited[0] in r.question.expects),
        "cited@3": share(answerable, lambda r: bool(r.question.expects & {*r.cited[:3], *r.offered[:3]})),
        "quoted": share(quotable, lambda r: _bare(r.question.must_quote) in _bare(r.answer.text)),
        "answered": share(answerable, lambda r: r.answered),
        "answered_wrongly": share(results, lambda r: r.wrong),
        "refused": share(unanswerable, lambda r: r.answer.outcome in (Outcome.UNANSWERED, Outcome.OUT_OF_SCOPE)),
        "language_right": share(results, lambda r: r.in_right_language),
    }


def report(assistant: Assistant, results: list[Result]) -> dict[str, Any]:
    by_language: dict[str, list[Result]] = defaultdict(list)
    by_kind: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_language[result.question.language].append(result)
        if result.question.kind:
            by_kind[result.question.kind].append(result)
    manifest = assistant.release.manifest
    times = [result.milliseconds for result in results]
    return {
        "library": {"documents": manifest.documents, "sections": manifest.sections, "release": manifest.digest},
        "overall": figures(results),
        "en": figures(by_language["en"]),
        "cy": figures(by_language["cy"]),
        "kinds": {kind: figures(found) for kind, found in sorted(by_kind.items())},
        "milliseconds": {
            "p50": round(float(np.percentile(times, 50)), 1),
            "p95": round(float(np.percentile(times, 95)), 1),
        },
    }


def details(result: Result) -> dict[str, Any]:
    answer = result.answer
    return {
        "id": result.question.id,
        "question": result.question.text,
        "expects": sorted(map(list, result.question.expects)),
        "retrieved": [
            {"section": str(hit.anchor), "score": hit.score, "signals": hit.signals} for hit in answer.considered
        ],
        "rank": result.rank if result.rank < NEVER else None,
        "outcome": answer.outcome,
        "confidence": round(answer.confidence, 4),
        "language": answer.language,
        "cited": list(map(str, result.cited)),
        "offered": list(map(str, result.offered)),
        "shown": answer.text,
        "milliseconds": round(result.milliseconds, 1),
    }


def _bare(text: str) -> str:
    """Line ends and Markdown's emphasis don't count as difference."""
    return " ".join(text.replace("*", "").replace("’", "'").split())
