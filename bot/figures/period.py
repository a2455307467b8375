"""The days that figures are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.errors import HoliError

USUAL = 364  # days: whole weeks, nearly a year
LONGEST = 366 * 6


class PeriodError(HoliError):
    pass


@dataclass(frozen=True)
class Period:
    start: date
    end: date  # this day included

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    @property
    def since(self) -> datetime:
        return _midnight(self.start)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return _midnight(self.end + timedelta(days=1))

    @property
    def mondays(self) -> list[date]:
        """Of every week that it touches."""
        first = self.start - timedelta(days=self.start.weekday())
        return [first + timedelta(days=days) for days in range(0, (self.end - first).days + 1, 7)]

    @property
    def months(self) -> list[date]:
        """The first day of every month that it touches."""
        first = self.start.year * 12 + self.start.month - 1
        last = self.end.year * 12 + self.end.month - 1
        return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


def last_days(days: int, today: date) -> Period:
    return Period(today - timedelta(days=days - 1), today)


def read_period(values: Mapping[str, str], today: date) -> Period:
    """From `from` and `to`, the usual one where they are absent. Raises PeriodError."""
    usual = last_days(USUAL, today)
    return period_of(values.get("from") or str(usual.start), values.get("to") or str(usual.end))


def period_of(start: str, end: str) -> Period:
    """Raises PeriodError."""
    try:
        period = Period(date.fromisoformat(start), date.fromisoformat(end))
    except ValueError:
        raise PeriodError(_("A date can't be read. Write both like 2026-01-31.")) from None
    if period.end < period.start:
        raise PeriodError(_("The first day is after the last. Exchange them."))
    if (period.end - period.start).days >= LONGEST:
        raise PeriodError(_("The period is longer than six years. Choose a shorter one."))
    return period


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())
