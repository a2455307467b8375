"""What the figures' page, the exports and the audit report show alike: each with its sentence, table and chart.

Written in the language that is active.
"""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bot.figures.counting import SHOWN, Counts
from bot.figures.drawing import Chart, Series
from bot.figures.gap_panels import gap_panels
from bot.figures.gaps import Gaps
from bot.figures.tables import Cell, Panel, Table, shortened, shown
from bot.figures.wording import language_names, outcome_names
from knowledge.library import Library
from knowledge.models import Anchor, Language, Outcome

MOST_CITED = 10


def panels(counts: Counts, gaps: Gaps, library: Library, language: Language) -> list[Panel]:
    if not counts.asked:
        return gap_panels(gaps)
    return [
        _parity(counts),
        _weeks(counts),
        _languages(counts),
        *gap_panels(gaps),
        _cited(counts, library, language),
        _hours(counts),
    ]


def _parity(counts: Counts) -> Panel:
    names, outcomes = language_names(), outcome_names()
    sides = [counts.sides[language] for language in names]
    rows: list[tuple[Cell, ...]] = [(_("Questions"), *(side.asked for side in sides))]
    for outcome in SHOWN:
        rows.append((outcomes[outcome], *(side.outcomes[outcome] for side in sides)))
        rows.append((_("{name}, %").format(name=outcomes[outcome]), *(side.share(outcome) for side in sides)))
    rows += [
        (_("Median time to the answer, ms"), *(side.median for side in sides)),
        (_("Marked not helpful"), *(side.not_helpful for side in sides)),
        (_("Not helpful, % of what was answered"), *(side.not_helpful_share for side in sides)),
        (_("Asked for a person"), *(side.wants_person for side in sides)),
    ]
    answered = {name: shown(counts.sides[one].share(Outcome.ANSWERED)) for one, name in names.items()}
    summary = _("Answered in Welsh: {welsh}%. Answered in English: {english}%.").format(
        welsh=answered[names[Language.CY]], english=answered[names[Language.EN]]
    )
    shares = [Series(outcomes[outcome], tuple(side.share(outcome) or 0.0 for side in sides)) for outcome in SHOWN]
    chart = Chart("rows", tuple(names.values()), tuple(shares), _("% of the language's questions"))
    return Panel("parity", _("Welsh and English side by side"), summary, Table(("", *names.values()), rows), chart)


def _weeks(counts: Counts) -> Panel:
    outcomes = outcome_names()
    totals = {
        monday: [sum(counts.weeks[monday][language, outcome] for language in Language) for outcome in SHOWN]
        for monday in counts.weeks
    }
    busiest = max(totals, key=lambda monday: sum(totals[monday]))
    summary = _("Questions: {all}. The week with most began on {day}: {most}.").format(
        all=shown(counts.asked), day=shown(busiest), most=shown(sum(totals[busiest]))
    )
    series = [
        Series(outcomes[outcome], tuple(total[place] for total in totals.values()))
        for place, outcome in enumerate(SHOWN)
    ]
    return Panel(
        "weeks",
        _("Questions a week"),
        summary,
        Table(
            (_("Week from"), _("Questions"), *(outcomes[outcome] for outcome in SHOWN)),
            [(monday, sum(total), *total) for monday, total in totals.items()],
        ),
        Chart("columns", tuple(date_format(monday, "j M") for monday in totals), tuple(series), _("Questions")),
    )


def _languages(counts: Counts) -> Panel:
    names = language_names()
    asked = {
        language: [sum(week[language, outcome] for outcome in SHOWN) for week in counts.weeks.values()]
        for language in names
    }
    summary = _("Questions in Welsh: {welsh}. Questions in English: {english}.").format(
        welsh=shown(counts.sides[Language.CY].asked), english=shown(counts.sides[Language.EN].asked)
    )
    return Panel(
        "languages",
        _("Questions a week in each language"),
        summary,
        Table((_("Week from"), *names.values()), list(zip(counts.weeks, *asked.values(), strict=True))),
        Chart(
            "lines",
            tuple(date_format(monday, "j M") for monday in counts.weeks),
            tuple(Series(name, tuple(asked[language])) for language, name in names.items()),
            _("Questions"),
        ),
    )


def _cited(counts: Counts, library: Library, language: Language) -> Panel:
    names = language_names()
    found = counts.cited[:MOST_CITED]
    titles = {anchor: _title(anchor, library, language) for anchor, times in found}
    summary = _("Different sections quoted: {sections}.").format(sections=shown(len(counts.cited)))
    return Panel(
        "sections",
        _("Sections quoted most"),
        summary,
        Table(
            (_("Section"), *names.values()),
            [(titles[anchor], *(times[one] for one in names)) for anchor, times in found],
        ),
        Chart(
            "rows",
            tuple(shortened(titles[anchor]) for anchor, times in found),
            tuple(Series(name, tuple(times[one] for anchor, times in found)) for one, name in names.items()),
            _("Times quoted"),
        ),
    )


def _title(anchor: Anchor, library: Library, language: Language) -> str:
    try:
        document, section = library.shown(anchor, language)
    except KeyError:  # a later release has dropped it
        return str(anchor)
    return f"{document.title}, {anchor.number} {section.title}"


def _hours(counts: Counts) -> Panel:
    names = language_names()
    totals = [sum(counts.hours[language][hour] for language in names) for hour in range(24)]
    summary = _("Most questions come between {first}:00 and {last}:00.").format(
        first=totals.index(max(totals)), last=totals.index(max(totals)) + 1
    )
    labels = [f"{hour:02}:00" for hour in range(24)]
    return Panel(
        "hours",
        _("Questions by the hour of the day"),
        summary,
        Table((_("From"), *names.values()), list(zip(labels, *(counts.hours[one] for one in names), strict=True))),
        Chart(
            "columns", tuple(labels), tuple(Series(name, tuple(counts.hours[one])) for one, name in names.items()),
            _("Questions"),
        ),
    )  # fmt: skip
