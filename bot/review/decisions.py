"""What people decide about a gap: each with who, when and why, and each can be undone."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from bot.editorial.models import Draft
from bot.review.grouping import refresh
from bot.review.models import Decision, Gap, Member
from bot.review.states import CLOSED, LIVE, Action, State, after

FIELDS = ("owner_id", "due", "draft_id", "target", "merged_into_id", "closed_at")  # that a decision may change


class Overtaken(Exception):
    """Somebody else changed the gap since the page was opened; nothing was changed."""


def decide(
    gap: Gap,
    action: Action,
    by: User | None,
    version: int | None = None,
    why: str = "",
    details: dict[str, Any] | None = None,
    **changes: Any,
) -> Decision:
    """Raises states.Refusal where the state doesn't allow it, and Overtaken."""
    with transaction.atomic():
        found = _locked(gap, version)
        before = State(found.state)
        state = after(before, action)
        was = {name: _stored(getattr(found, name)) for name in FIELDS}
        for name, value in changes.items():
            setattr(found, name, value)
        _enter(found, state)
        decision = Decision.objects.create(
            gap=found, action=action, by=by, why=why, before=before, after=state,
            details={**(details or {}), "was": was},
        )  # fmt: skip
    gap.refresh_from_db()
    return decision


def assign(gap: Gap, by: User, version: int, owner: User, due: date, why: str) -> Decision:
    details = {"owner": owner.get_username(), "due": due.isoformat()}
    return decide(gap, Action.ASSIGN, by, version, why, details, owner=owner, due=due)


def await_release(
    gap: Gap, action: Action, by: User, version: int, draft: Draft, target: dict[str, str], why: str
) -> Decision:
    """The answer stands in the draft: a section to be cited, or a service to be named."""
    details = {"draft": draft.pk, "target": target}
    return decide(gap, action, by, version, why, details, draft=draft, target=target, release="")


def merge(gap: Gap, into: Gap, by: User | None, version: int, why: str = "") -> Decision:
    with transaction.atomic():
        moved = _move(gap.members.all(), into, by)
        details = {"into": into.pk, "questions": moved}
        decision = decide(gap, Action.MERGE, by, version, why, details, merged_into=into)
        refresh(gap)
        refresh(into)
    return decision


def split(gap: Gap, questions: Iterable[str], by: User, version: int, why: str = "") -> Gap:
    """These questions into a gap of their own, which is returned."""
    with transaction.atomic():
        new = Gap.objects.create(title=gap.title, language=gap.language, centre=gap.centre)
        move(gap, questions, new, by, version, why, Action.SPLIT)
    new.refresh_from_db()
    return new


def move(
    gap: Gap, questions: Iterable[str], to: Gap, by: User, version: int, why: str = "", action: Action = Action.MOVE
) -> Decision:
    with transaction.atomic():
        moved = _move(gap.members.filter(question_id__in=list(questions)), to, by)
        decision = decide(gap, action, by, version, why, {"into": to.pk, "questions": moved})
        refresh(gap)
        refresh(to)
    gap.refresh_from_db()
    return decision


def undo(gap: Gap, by: User, version: int, why: str = "") -> Decision | None:
    """The last decision that still stands; what it was is kept. None where there is none."""
    with transaction.atomic():
        last = gap.decisions.filter(undone=False).exclude(action=Action.UNDO).order_by("-at", "-id").first()
        if last is None:
            return None
        found = _locked(gap, version)
        before = State(found.state)
        for name, value in last.details["was"].items():
            setattr(found, name, value)
        _enter(found, State(last.before))
        Decision.objects.filter(pk=last.pk).update(undone=True)
        if "questions" in last.details:
            other = Gap.objects.get(pk=last.details["into"])
            while other.merged_into is not None:  # they went on with it
                other = other.merged_into
            _move(other.members.filter(question_id__in=last.details["questions"]), found, by)
            refresh(found)
            refresh(other)
            if other.state in LIVE and not other.members.exists():
                decide(other, Action.MERGE, by, details={"into": found.pk, "questions": []}, merged_into=found)
        decision = Decision.objects.create(
            gap=found, action=Action.UNDO, by=by, why=why, before=before, after=found.state,
            details={"undone": last.pk},
        )  # fmt: skip
    gap.refresh_from_db()
    return decision


def _locked(gap: Gap, version: int | None) -> Gap:
    """For this transaction alone. Raises Overtaken."""
    found = Gap.objects.select_for_update().get(pk=gap.pk)
    if version is not None and found.version != version:
        raise Overtaken
    return found


def _enter(gap: Gap, state: State) -> None:
    if state in CLOSED:
        gap.closed_at = gap.closed_at or timezone.now()
    else:
        gap.closed_at = None
    gap.state = state
    gap.version += 1
    gap.save()


def _move(members: Iterable[Member], to: Gap, by: User | None) -> list[str]:
    moved = list(members)
    for member in moved:
        member.gap, member.placed_by = to, by
    Member.objects.bulk_update(moved, ["gap", "placed_by"])
    return [str(member.question_id) for member in moved]


def _stored(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
