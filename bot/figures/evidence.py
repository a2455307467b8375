"""What an audit of a period looks at, brought together: no question text but the gaps' titles."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.conf import settings

from bot.figures.counting import Counts, count
from bot.figures.gaps import Gaps, stood
from bot.figures.period import Period
from bot.web.published import current_library
from knowledge.audit import Audit, Entry
from knowledge.changes import Change, changes
from knowledge.encoder import Encoder, load_encoder
from knowledge.errors import HoliError, ReleaseError
from knowledge.library import Library
from knowledge.measured import Measured
from knowledge.releases import Manifest, Releases
from knowledge.settings import environment, in_force, load_settings

SWITCHED = ("built and published", "published", "rolled back")  # what makes a release the current one
Progress = Callable[[str, int, int], None]  # a step's name, how much of it is done, of how much


@dataclass
class Published:
    """A release while it was current: one that is published twice is here twice."""

    entry: Entry  # who made it current, when and why
    manifest: Manifest | None = None  # None: it isn't held any more
    changes: list[Change] = field(default_factory=list)  # against the one before
    compared_with: str = ""
    figures: dict[str, Any] | None = None  # of the question sets
    unasked: str = ""  # why there are none: "models", which are others now, or "gone"

    @property
    def digest(self) -> str:
        return self.entry.release


@dataclass(frozen=True)
class Evidence:
    period: Period
    trail: list[Entry]
    published: list[Published]
    counts: Counts
    gaps: Gaps
    library: Library
    settings: dict[str, str]


def gather(period: Period, progress: Progress) -> Evidence:
    progress("counting", 0, 1)
    entries = Audit(settings.HOLI_HOME).entries()
    published = _published(entries, period)
    _compare(published, progress)
    _measure(published, progress)
    return Evidence(
        period,
        [entry for entry in entries if period.since <= _at(entry) < period.until],
        published,
        count(period),
        stood(period),
        current_library()[1],
        in_force(environment()),
    )


def _at(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.at).astimezone(UTC)


def _published(entries: list[Entry], period: Period) -> list[Published]:
    """What was current when the period began, and every switch in it."""
    switches = [entry for entry in entries if entry.what in SWITCHED and _at(entry) < period.until]
    before = [entry for entry in switches if _at(entry) < period.since]
    return [Published(entry) for entry in [*before[-1:], *switches[len(before) :]]]


def _compare(published: list[Published], progress: Progress) -> None:
    stored = Releases(settings.HOLI_HOME)
    before: Library | None = None
    for done, one in enumerate(published):
        progress("comparing", done, len(published))
        try:
            release = stored.get(one.digest)
            library = release.library
        except HoliError:
            one.unasked, before = "gone", None
            continue
        one.manifest = release.manifest
        if before is not None:
            one.changes, one.compared_with = changes(before, library), published[done - 1].digest
        before = library


def _measure(published: list[Published], progress: Progress) -> None:
    """Releases of which the figures are kept cost nothing; another is asked every question."""
    values, stored = load_settings(), Releases(settings.HOLI_HOME)
    measured = Measured(settings.HOLI_HOME, sorted(settings.HOLI_QUESTIONS.glob("*.jsonl")))

    @cache
    def encoder() -> Encoder:
        return load_encoder(values.models, values.model)

    for one in published:
        if one.manifest is None or not measured.files:
            continue
        try:
            one.figures = measured.figures(
                stored.get(one.digest), encoder, lambda done, total: progress("asking", done, total)
            )
        except ReleaseError:
            one.unasked = "models"
