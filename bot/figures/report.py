"""The audit report: panels, in the language that is active, that are written as HTML, PDF and CSV."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bot.figures.evidence import Evidence, Published
from bot.figures.gaps import StoodGap
from bot.figures.panels import panels
from bot.figures.tables import Panel, Table, shortened, shown
from bot.figures.wording import action_name, language_names, state_name
from knowledge.changes import Change, Kind
from knowledge.models import Language

LONGEST = 300  # characters of what a change says; data/ has the whole of it


def report(evidence: Evidence, language: Language) -> list[Panel]:
    return [
        _releases(evidence.published),
        *(_changes(one, place) for place, one in enumerate(evidence.published, start=1) if one.changes),
        _question_sets(evidence.published),
        *panels(evidence.counts, evidence.gaps, evidence.library, language),
        _gaps(evidence),
        _settings(evidence),
    ]


def _releases(published: list[Published]) -> Panel:
    whats = {
        "built and published": _("built and published"), "published": _("published"),
        "rolled back": _("rolled back"),
    }  # fmt: skip
    return Panel(
        "releases",
        _("Releases"),
        _("What was current when the period began, and what was made current in it: {number}.").format(
            number=shown(len(published))
        ),
        Table(
            (_("Release"), _("When"), _("Who"), _("What"), _("Why"), _("Sections"), _("Sections that change")),
            [
                (
                    one.digest, _moment(one.entry.at), one.entry.who, whats.get(one.entry.what, one.entry.what),
                    one.entry.note,
                    one.manifest.sections if one.manifest else None,
                    len({change.anchor for change in one.changes}) if one.compared_with else None,
                )
                for one in published
            ],
        ),
    )  # fmt: skip


def _moment(at: str) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(at)), "j M Y H:i")


def _changes(one: Published, place: int) -> Panel:
    kinds = {
        Kind.ADDED: _("added"), Kind.REMOVED: _("removed"), Kind.CHANGED: _("changed"),
        Kind.RENUMBERED: _("renumbered, was"),
    }  # fmt: skip
    names = language_names()
    return Panel(
        f"changes-{place}",
        _("What release {release} changed").format(release=one.digest),
        _("Against the release before it, {release}.").format(release=one.compared_with),
        Table(
            (_("Section"), _("Language"), _("What"), _("Words")),
            [
                (
                    f"{change.anchor} {change.title}",
                    names[change.language],
                    f"{kinds[change.kind]} {change.before or ''}".strip(),
                    shortened(_words(change), LONGEST),
                )
                for change in one.changes
            ],
        ),
    )


def _words(change: Change) -> str:
    """Only what differs."""
    signs = {"old": "[– {} –]", "new": "[+ {} +]"}
    differ = [run for run in change.words if run.side in signs and run.text.strip()]
    return " ".join(signs[run.side].format(" ".join(run.text.split())) for run in differ)


def _question_sets(published: list[Published]) -> Panel:
    asked = {one.digest: one.figures for one in published if one.figures}
    names = language_names()
    columns = [(digest, language) for digest in asked for language in names]
    measures = list(next(iter(asked.values()))["overall"]) if asked else []
    opening = (
        _("The question sets asked of each release, in each language.")
        if asked
        else _("No release of the period could be asked.")
    )
    return Panel(
        "question-sets",
        _("The question sets on each release"),
        " ".join([opening, *_unasked(published)]),
        Table(
            (_("Measure"), *(f"{digest}, {names[language]}" for digest, language in columns)),
            [(name, *(asked[digest][language][name] for digest, language in columns)) for name in measures],
        ),
    )


def _unasked(published: list[Published]) -> Iterator[str]:
    reasons = {
        "models": _("Built with other models, so they can't be asked any more: {releases}."),
        "gone": _("Not held any more: {releases}."),
    }
    for reason, sentence in reasons.items():
        found = dict.fromkeys(one.digest for one in published if one.unasked == reason)
        if found:
            yield sentence.format(releases=", ".join(found))


def _gaps(evidence: Evidence) -> Panel:
    names = language_names()
    return Panel(
        "every-gap",
        _("Every gap"),
        _("Gaps that were open in the period, or asked about in it: {number}.").format(
            number=shown(len(evidence.gaps.all))
        ),
        Table(
            (
                _("Number"), _("Gap"), *names.values(), _("State"), _("Who owns it"), _("First asked"), _("Closed"),
                _("Days"), _("Decisions"),
            ),
            [
                (
                    str(gap.id), gap.title, *(gap.asked[language] for language in names), state_name(gap.state),
                    gap.owner, timezone.localtime(gap.opened).date(),
                    timezone.localtime(gap.closed).date() if gap.closed else None, gap.days, _decisions(gap),
                )
                for gap in evidence.gaps.all
            ],
        ),
    )  # fmt: skip


def _decisions(gap: StoodGap) -> str:
    return "\n".join(
        f"{shown(decision.at)} {decision.by or 'Holi'}: {action_name(decision.action)}"
        + (f" – {decision.why}" if decision.why else "")
        for decision in gap.decisions
    )


def _settings(evidence: Evidence) -> Panel:
    return Panel(
        "settings",
        _("Settings in force"),
        _("As they were when this pack was made. What opens a door is left out."),
        Table((_("Setting"), _("Value")), list(evidence.settings.items())),
    )
