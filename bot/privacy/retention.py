"""Empty what has been kept long enough."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from bot.chat.spool import take_in
from bot.privacy import erasures
from bot.privacy.sources import SOURCES, said
from bot.privacy.traces import compact
from knowledge.audit import Audit
from knowledge.settings import load_settings

DONE = "applied retention"
KEEPER = "Holi"  # who did it, where nobody ran the command


def limit(now: datetime, months: int) -> datetime:
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def keep_limits(failures: int) -> None:
    """As `holi retention` does, with its line in the audit trail."""
    said = list(apply(dry_run=False, anew=bool(failures)))
    Audit(settings.HOLI_HOME).append(KEEPER, DONE, details="; ".join(said))


def apply(dry_run: bool, anew: bool = False) -> Iterator[str]:
    """What is erased, or would be, source by source; `anew`: the databases are written anew in any case."""
    before = limit(timezone.now(), settings.HOLI_RETENTION_MONTHS)
    if not dry_run:
        take_in(wait=True)
    emptied = 0
    for source in SOURCES:
        count = source.expired(before) if dry_run else source.expire(before)
        emptied += count
        yield said(source, count)
    if (emptied or anew) and not dry_run:
        compact()
    if not dry_run:
        erasures.forget(load_settings().erasures, before)
