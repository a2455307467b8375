"""Ask a gap's questions again when another release is current: a gap is closed by an answer, not by a decision."""

from collections import Counter
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, When

from bot.review.decisions import decide
from bot.review.models import Gap
from bot.review.states import CLOSED, LIVE, Action, State
from knowledge.answering import Assistant
from knowledge.models import Answer, Language, Outcome, Service

MOST = 100  # different wordings of one gap, the newest
ASKED_OF = (LIVE | CLOSED) - {State.DISMISSED}
URGENT = Case(When(state__in=[State.AWAITING, State.ASSIGNED], then=0), When(state=State.OPEN, then=2), default=1,
              output_field=IntegerField())  # fmt: skip


def unasked(release: str) -> QuerySet[Gap]:
    """Gaps whose questions this release wasn't asked, those first that may be closed by it."""
    gaps = Gap.objects.filter(state__in=ASKED_OF).exclude(release=release)
    return gaps.order_by(URGENT, "-last_at")


def ask_again(gap: Gap, assistant: Assistant) -> None:
    """Close it where the release answers as was decided, and open it where it doesn't any more."""
    wordings = (
        gap.members.exclude(question__text="")
        .order_by("-question__asked_at")
        .values_list("question__text", "question__language")
    )
    answers = [assistant.answer(text, Language(language)) for text, language in list(dict.fromkeys(wordings))[:MOST]]
    release = assistant.release.digest
    again = _summary(answers)
    # Only where nobody changed the gap meanwhile; else it is asked again at the next round.
    if not Gap.objects.filter(pk=gap.pk, version=gap.version).update(release=release, again=again):
        return
    gap.refresh_from_db()
    state, target = State(gap.state), gap.target
    details = {"release": release, "again": again}
    if not answers:
        return
    if state is State.AWAITING and "service" in target:
        if all(_sent_to(answer, target["service"]) for answer in answers):
            decide(gap, Action.CONFIRM_REDIRECT, None, details=details)
    elif state is State.AWAITING:
        if all(_cites(answer, target["section"]) for answer in answers):
            decide(gap, Action.CONFIRM, None, details=details)
    elif state is State.ASSIGNED:
        if all(answer.outcome is Outcome.ANSWERED for answer in answers):
            decide(gap, Action.CONFIRM, None, details=details)
    elif state in CLOSED:
        wanted = {Outcome.ANSWERED} if state is State.ANSWERED else {Outcome.ANSWERED, Outcome.OUT_OF_SCOPE}
        if any(answer.outcome not in wanted for answer in answers):
            decide(gap, Action.REOPEN, None, details=details)


def _summary(answers: list[Answer]) -> dict[str, Any]:
    sections = Counter(str(answer.citations[0].anchor) for answer in answers if answer.citations)
    return {
        "of": len(answers),
        "answered": sum(answer.outcome is Outcome.ANSWERED for answer in answers),
        "sections": [section for section, _ in sections.most_common(3)],
    }


def _cites(answer: Answer, section: str) -> bool:
    return answer.outcome is Outcome.ANSWERED and section in {str(citation.anchor) for citation in answer.citations}


def _sent_to(answer: Answer, service: str) -> bool:
    pointer = answer.pointer
    return answer.outcome is Outcome.OUT_OF_SCOPE and isinstance(pointer, Service) and pointer.id == service
