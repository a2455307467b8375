"""Gaps as they stood at the end of a period: what was decided later doesn't change an earlier audit."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from django.db.models import Count, Q
from django.utils import timezone

from bot.figures.period import Period
from bot.review.models import Decision, Gap, Member
from bot.review.states import CLOSED, LIVE, State
from knowledge.models import Language


@dataclass(frozen=True)
class Decided:
    at: datetime
    action: str
    by: str  # empty: Holi, by asking again
    why: str
    before: State
    after: State


@dataclass
class StoodGap:
    id: int
    title: str
    language: Language
    opened: datetime
    owner: str
    due: date | None
    asked: Counter[Language] = field(default_factory=Counter)  # in the period
    decisions: list[Decided] = field(default_factory=list)

    @property
    def state(self) -> State:
        return self.decisions[-1].after if self.decisions else State.OPEN

    @property
    def closed(self) -> datetime | None:
        """When it was closed for good, if it is."""
        if self.state not in CLOSED:
            return None
        return next(
            decision.at
            for decision in reversed(self.decisions)
            if decision.after in CLOSED and decision.before not in CLOSED
        )

    @property
    def days(self) -> float | None:
        """From the first time that it was asked until it was closed."""
        return round((self.closed - self.opened).total_seconds() / 86400, 1) if self.closed else None

    def overdue(self, day: date) -> bool:
        return self.state in LIVE and self.due is not None and self.due < day


@dataclass(frozen=True)
class Gaps:
    period: Period
    all: list[StoodGap]  # that were open in the period or asked in it, by their numbers

    @property
    def top(self) -> list[StoodGap]:
        """Still open, most asked in the period first."""
        live = [gap for gap in self.all if gap.state in LIVE and gap.asked]
        return sorted(live, key=lambda gap: (-gap.asked.total(), gap.id))

    @property
    def opened(self) -> list[StoodGap]:
        return [gap for gap in self.all if gap.opened >= self.period.since and gap.state != State.MERGED]

    @property
    def closed(self) -> list[StoodGap]:
        return [gap for gap in self.all if gap.closed and gap.closed >= self.period.since]

    @property
    def live(self) -> list[StoodGap]:
        return [gap for gap in self.all if gap.state in LIVE]

    @property
    def overdue(self) -> list[StoodGap]:
        """On the period's last day, or today where that is earlier."""
        day = min(self.period.end, timezone.localdate())
        return [gap for gap in self.all if gap.overdue(day)]

    @property
    def median_days(self) -> float | None:
        days = [gap.days for gap in self.closed if gap.days is not None]
        return round(median(days), 1) if days else None


def stood(period: Period) -> Gaps:
    found = _gaps(period)
    decisions = Decision.objects.filter(at__lt=period.until).order_by("at", "id")
    names = ("gap", "at", "action", "by__username", "why", "before", "after")
    for gap, at, action, by, why, before, after in decisions.values_list(*names):
        if gap in found:
            found[gap].decisions.append(Decided(at, action, by or "", why, State(before), State(after)))
    asked = Member.objects.filter(question__asked_at__gte=period.since, question__asked_at__lt=period.until)
    for gap, language, n in asked.values_list("gap", "question__language").annotate(n=Count("id")).order_by():
        if gap in found:
            found[gap].asked[Language(language)] = n
    return Gaps(period, [gap for gap in found.values() if gap.asked or not gap.closed or gap.closed >= period.since])


def _gaps(period: Period) -> dict[int, StoodGap]:
    there = Q(first_at__lt=period.until) | Q(first_at=None, made_at__lt=period.until)
    rows = Gap.objects.filter(there).order_by("id")
    names = ("id", "title", "language", "first_at", "made_at", "owner__username", "due")
    return {
        id: StoodGap(id, title, Language(language), first or made, owner or "", due)
        for id, title, language, first, made, owner, due in rows.values_list(*names)
    }
