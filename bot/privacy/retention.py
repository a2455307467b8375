"""Empty what has been kept long enough."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from bot.privacy import tracker
from bot.privacy.sources import SOURCES, said
from bot.privacy.traces import compact


def limit(now: datetime, months: int) -> datetime:
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def apply(dry_run: bool) -> Iterator[str]:
    """What is erased, or would be, source by source."""
    before = limit(timezone.now(), settings.HOLI_RETENTION_MONTHS)
    emptied = 0
    for source in SOURCES:
        count = source.expired(before) if dry_run else source.expire(before)
        emptied += count
        yield said(source, count)
    if emptied and not dry_run:
        compact(settings.HOLI_HOME / "holi.db")
        compact(tracker.file())
