"""After a publication: old releases go, unless a logged answer cites them or a draft stands on them."""

import structlog
from django.conf import settings
from django.db.models import QuerySet

from bot.chat.models import Question
from bot.editorial.models import Draft
from knowledge.audit import Audit
from knowledge.models import Outcome
from knowledge.releases import Releases
from knowledge.retention import remove_old

logger = structlog.stdlib.get_logger(__name__)
UNFINISHED = (Draft.State.OPEN, Draft.State.BUILDING, Draft.State.READY, Draft.State.FAILED)


def keep_house() -> None:
    """What is published stays so, whatever becomes of this."""
    try:
        home = settings.HOLI_HOME
        remove_old(Releases(home), Audit(home), settings.HOLI_RELEASES_KEPT, _needed())
    except OSError:
        logger.exception("old releases can't be removed")


def _needed() -> set[str]:
    answered = Question.objects.filter(outcome=Outcome.ANSWERED).order_by()
    drafts = Draft.objects.filter(state__in=UNFINISHED).order_by()
    found = _values(answered, "release")
    for field in ("base", "release", "compared_with"):
        found |= _values(drafts, field)
    return found


def _values(rows: "QuerySet[Question] | QuerySet[Draft]", field: str) -> set[str]:
    return set(rows.values_list(field, flat=True).distinct())
