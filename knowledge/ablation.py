"""What each signal of search is worth: alone, and what is lost without it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge import search
from knowledge.answering import Assistant
from knowledge.index import Index
from knowledge.models import Language
from knowledge.questions import Question
from knowledge.search import FIRST, SIGNALS, Query, Ranking, Scores

ROWS = "{:<14} {:>14} {:>14}"


@dataclass(frozen=True)
class Seen:
    """A question as search saw it: the first step's signals of every section, the second's of every candidate, and
    the rows that answer."""

    index: Index
    query: Query
    first: Scores
    candidates: NDArray[np.int64]
    late: Scores
    right: list[int]

    @property
    def all(self) -> Scores:
        return np.concatenate([self.first[self.candidates], self.late], axis=1)

    @property
    def ranking(self) -> Ranking:
        return search.fuse(self.first, self.late, self.candidates, self.query.language)


def see(assistant: Assistant, questions: list[Question]) -> list[Seen]:
    index = assistant.release.index
    place = {anchor: row for row, anchor in enumerate(index.anchors)}
    found = []
    for question in questions:
        queries = assistant.queries(question.text, question.language, question.previous)
        right = [place[anchor] for anchor in question.expects if anchor in place]
        seen = search.rank(index, queries)
        found.append(Seen(index, queries[-1][1], seen.first, seen.candidates, seen.late, right))
    return found


def table(assistant: Assistant, questions: list[Question]) -> str:
    """Right first / in the first five, by language. Nothing is fitted anew for what is left out."""
    seen = [one for one in see(assistant, questions) if one.right]

    def row(name: str, order: Callable[[Seen], NDArray[np.int64]]) -> str:
        cells = [_shares([one for one in seen if one.query.language is language], order) for language in Language]
        return ROWS.format(name, *cells)

    lines = [ROWS.format("", *Language), row("all", lambda one: one.ranking.order)]
    for number, name in enumerate(SIGNALS):
        lines.append(row(name, lambda one, number=number: _alone(one, number)))  # type: ignore[misc]
        lines.append(row("  all but it", lambda one, number=number: _without(one, number).ranking.order))  # type: ignore[misc]
    return "\n".join(lines)


def _alone(seen: Seen, signal: int) -> NDArray[np.int64]:
    if signal < len(FIRST):
        return np.argsort(-seen.first[:, signal], kind="stable")
    return seen.candidates[np.argsort(-seen.late[:, signal - len(FIRST)], kind="stable")]


def _without(seen: Seen, signal: int) -> Seen:
    first, late = seen.first.copy(), seen.late.copy()
    if signal < len(FIRST):
        first[:, signal] = 0
    else:
        late[:, signal - len(FIRST)] = 0
    return replace(seen, first=first, late=late)


def _shares(seen: list[Seen], order: Callable[[Seen], NDArray[np.int64]]) -> str:
    if not seen:
        return "–"
    first, five = (np.mean([bool(set(order(one)[:most].tolist()) & set(one.right)) for one in seen]) for most in (1, 5))
    return f"{first:.2f} / {five:.2f}"
