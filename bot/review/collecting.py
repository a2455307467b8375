"""From the question log into gaps: nothing that went unanswered waits unseen."""

import numpy as np
from django.db import transaction
from django.db.models import Q, QuerySet

from bot.chat.models import Question
from bot.review.decisions import decide
from bot.review.grouping import Centres, refresh
from bot.review.models import Gap, Member
from bot.review.states import Action, State
from knowledge.encoder import Encoder
from knowledge.meaning import BATCH, SAME, Vectors, meanings, nearest
from knowledge.models import Language, Outcome

NEARLY_EQUAL = 0.9  # only such questions follow others into what was dismissed
UNHAPPY = (Member.Reason.NOT_HELPFUL, Member.Reason.PERSON)


def waiting() -> QuerySet[Question]:
    """Questions that belong into the queue and aren't in it yet, oldest first."""
    missed = Q(outcome__in=[Outcome.UNANSWERED, Outcome.FAILED]) | Q(helpful=False) | Q(wants_person=True)
    asked = Question.objects.filter(missed, member=None)
    return asked.exclude(outcome=Outcome.SMALL_TALK).exclude(text="").exclude(text__startswith="/")


def collect(encoder: Encoder, centres: Centres, most: int = 10 * BATCH) -> int:
    """How many were placed."""
    found = list(waiting()[:most])
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        texts, languages = [one.text for one in batch], [Language(one.language) for one in batch]
        for question, vector in zip(batch, meanings(texts, languages, encoder), strict=True):
            place(question, _reason(question), vector, encoder.digest, centres)
    return len(found)


def place(question: Question, reason: Member.Reason, vector: Vectors, encoder: str, centres: Centres) -> Member:
    """Into the gap that means the same, or into a new one."""
    with transaction.atomic():
        gap = _same(vector, centres)
        if gap is None:
            gap = Gap.objects.create(
                title=question.text, language=question.language, centre=vector.astype(np.float32).tobytes()
            )
        member = Member.objects.create(
            question=question, gap=gap, reason=reason, vector=vector.astype(np.float16).tobytes(), encoder=encoder
        )
        refresh(gap)
        if reason in UNHAPPY and gap.state in (State.ANSWERED, State.REDIRECTED):
            decide(gap, Action.REOPEN, None)
    return member


def _same(vector: Vectors, centres: Centres) -> Gap | None:
    at, score = nearest(centres.vectors(), vector)
    if score < SAME:
        return None
    gap = Gap.objects.select_for_update().get(pk=centres.ids[at])
    if gap.state == State.MERGED or (gap.state == State.DISMISSED and score < NEARLY_EQUAL):
        return None
    return gap


def _reason(question: Question) -> Member.Reason:
    if question.wants_person:
        return Member.Reason.PERSON
    if question.helpful is False:
        return Member.Reason.NOT_HELPFUL
    return Member.Reason.UNANSWERED if question.outcome == Outcome.UNANSWERED else Member.Reason.FAILED
