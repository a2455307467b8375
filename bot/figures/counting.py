"""What the question log says of a period.

The database counts: what it returns grows with the days, not with the questions.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import CharField, Count, F, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from bot.chat.models import ASKED, Question
from bot.figures.period import Period
from knowledge.models import Anchor, Language, Outcome

SHOWN = (Outcome.ANSWERED, Outcome.CHOICE, Outcome.UNANSWERED, Outcome.OUT_OF_SCOPE, Outcome.FAILED)
HELPED = (Outcome.ANSWERED, Outcome.CHOICE)  # what somebody can find not helpful
MOST_CITATIONS = 2  # in one reply


@dataclass(frozen=True)
class Side:
    """One language's part."""

    outcomes: dict[Outcome, int]
    not_helpful: int
    wants_person: int
    median: int | None  # milliseconds to the answer

    @property
    def asked(self) -> int:
        return sum(self.outcomes.values())

    def share(self, outcome: Outcome) -> float | None:
        return share(self.outcomes[outcome], self.asked)

    @property
    def not_helpful_share(self) -> float | None:
        return share(self.not_helpful, sum(self.outcomes[outcome] for outcome in HELPED))


@dataclass(frozen=True)
class Counts:
    sides: dict[Language, Side]
    weeks: dict[date, Counter[tuple[Language, Outcome]]]  # by their Mondays, those without a question too
    hours: dict[Language, list[int]]  # by the hour of the day in Wales
    cited: list[tuple[Anchor, Counter[Language]]]  # most often first

    @property
    def asked(self) -> int:
        return sum(side.asked for side in self.sides.values())


def share(part: int, whole: int) -> float | None:
    """In per cent, to one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def count(period: Period) -> Counts:
    weeks: dict[date, Counter[tuple[Language, Outcome]]] = {monday: Counter() for monday in period.mondays}
    hours = {language: [0] * 24 for language in Language}
    outcomes: Counter[tuple[Language, Outcome]] = Counter()
    not_helpful: Counter[Language] = Counter()
    wants_person: Counter[Language] = Counter()
    for row in _by_hour(period):
        weeks[row.at.date() - timedelta(days=row.at.weekday())][row.language, row.outcome] += row.questions
        hours[row.language][row.at.hour] += row.questions
        outcomes[row.language, row.outcome] += row.questions
        not_helpful[row.language] += row.not_helpful
        wants_person[row.language] += row.wants_person
    medians = _medians(period)
    sides = {
        language: Side(
            {outcome: outcomes[language, outcome] for outcome in SHOWN},
            not_helpful[language], wants_person[language], medians.get(language),
        )
        for language in Language
    }  # fmt: skip
    return Counts(sides, weeks, hours, _cited(period))


def questions(period: Period) -> QuerySet[Question]:
    """What was asked: no small talk, and no section opened with a button."""
    found = Question.objects.filter(asked_at__gte=period.since, asked_at__lt=period.until)
    return found.exclude(outcome=Outcome.SMALL_TALK).exclude(text__startswith="/").order_by()


@dataclass(frozen=True)
class _Row:
    at: datetime  # an hour, in Wales
    language: Language
    outcome: Outcome
    questions: int
    not_helpful: int
    wants_person: int


def _by_hour(period: Period) -> Iterator[_Row]:
    # Databases write a moment as '2026-01-31 14:05:00…', in UTC. Their own time zones would cost a call a row (SQLite).
    hour = Substr(Cast("asked_at", CharField()), 1, 13)
    helped = Q(helpful=False, outcome__in=HELPED)
    rows = (
        questions(period)
        .values(hour=hour, spoken=F("language"), came=F("outcome"))
        .annotate(n=Count("id"), bad=Count("id", filter=helped), person=Count("id", filter=Q(wants_person=True)))
    )
    for row in rows:
        # What was cut off on the way has no outcome.
        outcome = Outcome.FAILED if row["came"] == ASKED else Outcome(row["came"])
        yield _Row(_in_wales(row["hour"]), Language(row["spoken"]), outcome, row["n"], row["bad"], row["person"])


@lru_cache(maxsize=24 * 366)
def _in_wales(hour: str) -> datetime:
    return datetime.fromisoformat(f"{hour}:00+00:00").astimezone(timezone.get_default_timezone())


def _medians(period: Period) -> dict[Language, int]:
    rows = (
        questions(period)
        .filter(milliseconds__isnull=False)
        .exclude(outcome=Outcome.FAILED)
        .values_list("language", "milliseconds")
        .annotate(n=Count("id"))
        .order_by("milliseconds")
    )
    times: dict[Language, list[tuple[int, int]]] = {}
    for language, milliseconds, n in rows:
        times.setdefault(Language(language), []).append((milliseconds, n))
    return {language: _middle(found) for language, found in times.items()}


def _middle(counted: list[tuple[int, int]]) -> int:
    """The lower median of values in order, each with how often it stands."""
    half = (sum(n for _, n in counted) + 1) // 2
    for value, n in counted:
        half -= n
        if half <= 0:
            return value
    raise ValueError("There are no values.")


def _cited(period: Period) -> list[tuple[Anchor, Counter[Language]]]:
    found: dict[Anchor, Counter[Language]] = {}
    citations = [f"reply__messages__{place}__citations__0" for place in range(MOST_CITATIONS)]
    parts = [KT(f"{citation}__{part}") for citation in citations for part in ("document", "section")]
    answered = questions(period).filter(outcome=Outcome.ANSWERED)
    for *cited, language, n in answered.values_list(*parts, "language").annotate(n=Count("id")):
        for document, number in zip(cited[::2], cited[1::2], strict=True):
            if document and number:
                found.setdefault(Anchor(document, number), Counter())[Language(language)] += n
    return sorted(found.items(), key=lambda one: (-one[1].total(), one[0]))
