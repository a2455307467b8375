"""What works now, found out by asking each part, and said again for some seconds. A part that is down is a finding."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic

import httpx
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from bot.status.models import Sign
from bot.teams.models import DELIVERED, UNDELIVERED, Message
from bot.web.published import current_digest
from knowledge.audit import Audit

SECONDS = 2.0  # that a part has to answer
KEPT = 5.0
SILENT = timedelta(minutes=10)  # after that the review worker is taken to be gone
LATEST = 20  # answers in Teams that are looked at
PUBLISHED = ("published", "rolled back", "built and published")


@dataclass(frozen=True)
class Kept:
    """What the database says; nothing of it where it can't be read."""

    looked: datetime | None = None  # the review worker, last
    email_failed: bool = False  # the last one
    delivered: int = 0  # in Teams, of the latest
    undelivered: int = 0


@dataclass(frozen=True)
class Findings:
    kept: Kept | None
    rasa: bool
    in_use: str | None  # the release that the action server answers from; None where it doesn't say
    published: str
    since: datetime | None

    @property
    def answering(self) -> bool:
        return self.kept is not None and self.rasa and self.in_use is not None and bool(self.published)

    @property
    def worker(self) -> bool:
        looked = self.kept.looked if self.kept else None
        return looked is not None and timezone.now() - looked < SILENT


class Looking:
    def __init__(self) -> None:
        self._lock = Lock()
        self._looked_at = float("-inf")
        self._found: Findings | None = None

    def findings(self) -> Findings:
        with self._lock:
            if self._found is None or monotonic() - self._looked_at > KEPT:
                self._found = look()
                self._looked_at = monotonic()
            return self._found


def look() -> Findings:
    rasa = settings.HOLI_RASA_URL.removesuffix("webhook")
    with ThreadPoolExecutor() as asking:
        rasa_answer = asking.submit(_ask, rasa)
        actions_answer = asking.submit(_ask, f"{settings.HOLI_ACTIONS_URL}/health")
    published = current_digest()
    found = actions_answer.result()
    return Findings(
        kept=_kept(),
        rasa=rasa_answer.result() is not None,
        in_use=str(found.get("release", "")) if found is not None else None,
        published=published,
        since=_since(published),
    )


def _ask(address: str) -> dict[str, object] | None:
    """None where nothing usable comes back."""
    try:
        found = httpx.get(address, timeout=SECONDS, trust_env=False).raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _since(release: str) -> datetime | None:
    try:
        entries = [
            one for one in Audit(settings.HOLI_HOME).entries() if one.release == release and one.what in PUBLISHED
        ]
    except (OSError, ValueError):
        return None
    return datetime.fromisoformat(entries[-1].at) if entries else None


def _kept() -> Kept | None:
    try:
        signs = {sign.name: sign.at for sign in Sign.objects.all()}
        latest = Message.objects.filter(state__in=(DELIVERED, UNDELIVERED)).order_by("-received_at")
        states = list(latest.values_list("state", flat=True)[:LATEST])
    except DatabaseError:
        return None
    failed, sent = signs.get(Sign.Name.EMAIL_FAILED), signs.get(Sign.Name.EMAIL_SENT)
    return Kept(
        looked=signs.get(Sign.Name.LOOKED),
        email_failed=failed is not None and (sent is None or sent < failed),
        delivered=states.count(DELIVERED),
        undelivered=states.count(UNDELIVERED),
    )
