"""What waits and what works, asked of the database and the disk at most every few seconds."""

import shutil
from collections.abc import Iterator
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Sum
from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.review.collecting import waiting
from bot.review.models import Gap
from bot.review.states import LIVE
from bot.status.models import Sign
from bot.web.published import current_digest

KEPT = 15  # seconds
SENT = {Sign.Name.EMAIL_SENT: "sent", Sign.Name.EMAIL_FAILED: "failed"}


class Standing(Collector):
    """The same figures for whoever asks within a quarter of a minute: the question log isn't read at every scrape."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked_at = float("-inf")
        self._found: list[Metric] = []

    def collect(self) -> Iterator[Metric]:
        with self._lock:
            if monotonic() - self._asked_at > KEPT:
                self._found = [*_on_disk(), *_in_database()]
                self._asked_at = monotonic()
        yield from self._found


def _on_disk() -> Iterator[Metric]:
    published = GaugeMetricFamily("holi_release_published_info", "The release that is published", labels=["release"])
    if digest := current_digest():
        published.add_metric([digest], 1)
    yield published
    usage = shutil.disk_usage(settings.HOLI_HOME)
    yield GaugeMetricFamily("holi_disk_free_bytes", "Free where Holi keeps its data", value=usage.free)
    yield GaugeMetricFamily("holi_disk_size_bytes", "The size of that disk", value=usage.total)


def _in_database() -> list[Metric]:
    up = GaugeMetricFamily("holi_database_up", "Whether the question log can be read", value=1)
    try:
        return [up, *_waiting(), *_signs()]
    except DatabaseError:
        return [GaugeMetricFamily("holi_database_up", "Whether the question log can be read", value=0)]


def _waiting() -> Iterator[Metric]:
    gaps = GaugeMetricFamily("holi_gaps", "Gaps that wait, by state", labels=["state"])
    questions = GaugeMetricFamily("holi_questions_waiting", "Unanswered questions in them", labels=["state"])
    counted = Gap.objects.filter(state__in=LIVE, asked__gt=0).order_by().values("state")
    found = {row["state"]: row for row in counted.annotate(gaps=Count("pk"), questions=Sum("asked"))}
    for state in sorted(LIVE):
        row = found.get(state, {"gaps": 0, "questions": 0})
        gaps.add_metric([state], row["gaps"])
        questions.add_metric([state], row["questions"])
    yield gaps
    yield questions
    yield GaugeMetricFamily("holi_questions_ungrouped", "Questions that belong into a gap", value=waiting().count())


def _signs() -> Iterator[Metric]:
    found = {sign.name: sign for sign in Sign.objects.all()}
    looked, stumbled = found.get(Sign.Name.LOOKED), found.get(Sign.Name.STUMBLED)
    last = looked.at.timestamp() if looked else 0
    yield GaugeMetricFamily("holi_review_last_run_timestamp_seconds", "When the review worker last looked", value=last)
    yield CounterMetricFamily("holi_review_failures", "Its rounds that failed", value=stumbled.times if stumbled else 0)
    emails = CounterMetricFamily("holi_emails", "E-mails", labels=["result"])
    for name, result in SENT.items():
        emails.add_metric([result], found[name].times if name in found else 0)
    yield emails
