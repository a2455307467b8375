"""The weekly digest: to each who asked for it, at most once a week, in their language."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bot.accounts.permissions import Right, can
from bot.figures.tables import shown
from bot.review.models import DigestReader, Gap
from bot.review.states import CLOSED, LIVE, State
from bot.status.models import Sign

logger = structlog.stdlib.get_logger(__name__)

WEEK = timedelta(days=7)
MOST = 20  # gaps of a kind that are named


@dataclass(frozen=True)
class News:
    new: list[Gap]
    overdue: list[Gap]
    closed: list[Gap]

    def __bool__(self) -> bool:
        return bool(self.new or self.overdue or self.closed)


def send_digests(now: datetime) -> int:
    """How many were sent. Whom one can't be sent to is tried again at the next call."""
    sent = 0
    due = DigestReader.objects.filter(person__is_active=True).exclude(sent_at__gt=now - WEEK)
    for reader in due.select_related("person"):
        if can(reader.person, Right.REVIEW) and _send(reader, now):
            sent += 1
    return sent


def news(since: datetime, now: datetime) -> News:
    gaps = Gap.objects.select_related("owner")
    return News(
        new=list(gaps.filter(first_at__gte=since, first_at__lt=now).exclude(state=State.MERGED).order_by("first_at")),
        overdue=list(gaps.filter(state__in=LIVE, due__lt=timezone.localdate(now)).order_by("due")),
        closed=list(gaps.filter(state__in=CLOSED, closed_at__gte=since, closed_at__lt=now).order_by("closed_at")),
    )


def _send(reader: DigestReader, now: datetime) -> bool:
    """Since the last one, so that nothing falls between two."""
    before = reader.sent_at
    found = news(before or now - WEEK, now)
    # Written down first, and only by one of two workers: nobody has the same digest twice.
    if not found or not DigestReader.objects.filter(pk=reader.pk, sent_at=before).update(sent_at=now):
        return False
    with translation.override(reader.language):
        subject, text = _("Holi's digest of the week"), written(found, reader.language)
    try:
        send_mail(subject, text, None, [reader.email])
    except OSError as error:  # smtplib's errors are OSErrors too
        DigestReader.objects.filter(pk=reader.pk).update(sent_at=before)
        Sign.give(Sign.Name.EMAIL_FAILED)
        logger.warning("a digest wasn't sent", reason=type(error).__name__)
        return False
    Sign.give(Sign.Name.EMAIL_SENT)
    return True


def written(found: News, language: str) -> str:
    """In the active language."""
    figures = f"{settings.HOLI_PUBLIC_URL}{reverse('figures:figures')}?language={language}"
    stop = f"{settings.HOLI_PUBLIC_URL}{reverse('figures:digest')}?language={language}"
    parts = [
        *_part(_("New gaps"), found.new),
        *_part(_("Gaps overdue"), found.overdue),
        *_part(_("Gaps closed"), found.closed),
        _("The figures: {address}").format(address=figures),
        _("To stop this digest: {address}").format(address=stop),
    ]
    return "\n".join(parts) + "\n"


def _part(title: str, gaps: list[Gap]) -> list[str]:
    lines = [f"- {_line(gap)}" for gap in gaps[:MOST]]
    if len(gaps) > MOST:
        lines.append(_("and others: {number}").format(number=len(gaps) - MOST))
    return [f"{title}: {len(gaps)}", *lines, ""]


def _line(gap: Gap) -> str:
    facts = [
        _("asked: {number}").format(number=gap.asked),
        str(gap.get_state_display()),
        gap.owner.get_username() if gap.owner else "",
        _("due {day}").format(day=shown(gap.due)) if gap.due and gap.state in LIVE else "",
    ]
    address = f"{settings.HOLI_PUBLIC_URL}{reverse('review:gap', args=[gap.pk])}?language={translation.get_language()}"
    return f"{gap.title} ({', '.join(filter(None, facts))})\n  {address}"
