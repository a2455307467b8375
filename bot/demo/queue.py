"""The gaps of the demonstration: every question that was missed in one of them, few large and many small."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from random import Random

import numpy as np
from numpy.typing import NDArray

from bot.chat.models import Question
from bot.demo.decisions import Deciding
from bot.demo.plan import Asked
from bot.demo.vectors import around
from bot.demo.wordings import Topic
from bot.review.models import Decision, Gap, Member
from knowledge.models import Language, Outcome

GAPS = 2000
QUESTIONS_A_GAP = 5  # at least, on average
ENCODER = hashlib.sha256(b"demonstration").hexdigest()


def sorted_into(missed: int, chance: Random) -> list[int]:
    """Of each missed question, oldest first, its gap's number.

    Every gap has one; how many more falls like a word's frequency, and none comes before the gap's first.
    """
    gaps = max(1, min(GAPS, missed // QUESTIONS_A_GAP))
    weights = [1 / (place + 8) for place in range(gaps)]
    births = [chance.random() ** 2 for _ in range(gaps)]  # in the year; most of what is missing shows early
    moments = [(birth, number) for number, birth in enumerate(births)]
    for number in chance.choices(range(gaps), weights, k=missed - gaps):
        moments.append((chance.uniform(births[number], 1), number))
    return [number for _, number in sorted(moments)]


def topics_of(numbers: list[int], topics: list[Topic]) -> Iterator[Topic]:
    return (topics[number] for number in numbers)


def queue(
    asked: list[Asked], questions: list[Question], numbers: list[int], deciding: Deciding, seed: int
) -> tuple[list[Gap], list[Member], list[Decision]]:
    missed = [(one, question) for one, question in zip(asked, questions, strict=True) if one.missed]
    rows = np.array(numbers, np.int64)
    vectors = around(seed, rows)
    members: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(numbers):
        members[number].append(place)
    gaps: list[Gap] = []
    found: list[Member] = []
    decisions: list[Decision] = []
    # By when it was first asked: a gap's key tells its age.
    for places in sorted(members.values(), key=lambda places: places[0]):
        gap = _gap([missed[place] for place in places], vectors[places], len(gaps) + 1)
        gaps.append(gap)
        decisions += deciding.decide(gap)
        found += [
            Member(
                question=missed[place][1], gap=gap, reason=_reason(missed[place][0]), encoder=ENCODER,
                vector=vectors[place].astype(np.float16).tobytes(),
            )
            for place in places
        ]  # fmt: skip
    return gaps, found, decisions


def _gap(members: list[tuple[Asked, Question]], vectors: NDArray[np.float32], id: int) -> Gap:
    centre = vectors.mean(axis=0)
    _, nearest = members[int(np.argmax(vectors @ centre))]
    languages = [one.language for one, _ in members]
    first, last = members[0][0].at, members[-1][0].at
    return Gap(
        id=id, title=nearest.text, language=nearest.language, centre=centre.tobytes(),
        asked_cy=languages.count(Language.CY), asked_en=languages.count(Language.EN),
        first_at=first, last_at=last, made_at=first, changed_at=last,
        channels=sorted({one.channel for one, _ in members}),
    )  # fmt: skip


def _reason(one: Asked) -> Member.Reason:
    if one.wants_person:
        return Member.Reason.PERSON
    if one.helpful is False:
        return Member.Reason.NOT_HELPFUL
    return Member.Reason.UNANSWERED if one.outcome is Outcome.UNANSWERED else Member.Reason.FAILED
