"""Once a day, by whichever worker comes first; what fails is tried again."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from bot.privacy.models import Daily
from bot.privacy.retention import keep_limits

logger = logging.getLogger("bot.privacy")

BEGINS = timedelta(hours=3)  # of the night: writing a database anew holds up who writes
LEASE = timedelta(hours=1)  # longer than it takes; a worker that died is stood in for after that
REST = timedelta(minutes=10)  # after a failure


def apply_retention() -> bool:
    """Whether it was done now. It never raises: a worker has other things to do."""
    return once_a_day("retention", keep_limits)


def once_a_day(name: str, deed: Callable[[int], None], now: datetime | None = None) -> bool:
    """`deed` is given how often it failed since it was last done."""
    now = now or timezone.now()
    today = timezone.localdate(now - BEGINS)
    try:
        Daily.objects.get_or_create(name=name)
        mine = Daily.objects.filter(name=name)
        due = mine.filter(Q(done_on=None) | Q(done_on__lt=today), Q(not_before=None) | Q(not_before__lte=now))
        if not due.update(not_before=now + LEASE):
            return False
        try:
            deed(mine.get().failures)
        except Exception:
            mine.update(not_before=now + REST, failures=F("failures") + 1)
            raise
        mine.update(done_on=today, not_before=None, failures=0)
    except Exception:
        logger.exception("%s failed; it is tried again in %d minutes", name, REST.seconds // 60)
        return False
    return True
