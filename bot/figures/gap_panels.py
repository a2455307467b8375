"""The panels about gaps."""

from datetime import date, datetime
from statistics import median

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bot.figures.drawing import Chart, Series
from bot.figures.gaps import Gaps, StoodGap
from bot.figures.tables import Panel, Table, shortened, shown
from bot.figures.wording import language_names, state_name

TOP = 10


def gap_panels(gaps: Gaps) -> list[Panel]:
    return [_top(gaps), _closing(gaps)]


def _top(gaps: Gaps) -> Panel:
    found = gaps.top[:TOP]
    names = language_names()
    summary = _("Gaps still open: {open}. Overdue: {overdue}.").format(
        open=shown(len(gaps.live)), overdue=shown(len(gaps.overdue))
    )
    return Panel(
        "gaps",
        _("Gaps asked about most"),
        summary,
        Table(
            (_("Gap"), *names.values(), _("State"), _("Who owns it"), _("Due")),
            [
                (gap.title, *(gap.asked[language] for language in names), state_name(gap.state), gap.owner, gap.due)
                for gap in found
            ],
        ),
        Chart(
            "rows",
            tuple(shortened(gap.title) for gap in found),
            tuple(Series(name, tuple(gap.asked[language] for gap in found)) for language, name in names.items()),
            _("Questions"),
        ),
    )


def _closing(gaps: Gaps) -> Panel:
    opened = _by_month(gaps, [(gap.opened, gap) for gap in gaps.opened])
    closed = _by_month(gaps, [(gap.closed, gap) for gap in gaps.closed if gap.closed])
    summary = _("Opened: {opened}. Closed: {closed}. Median days from first asked to closed: {days}.").format(
        opened=shown(len(gaps.opened)), closed=shown(len(gaps.closed)), days=shown(gaps.median_days)
    )
    titles = (_("Gaps opened"), _("Gaps closed"))
    return Panel(
        "closing",
        _("Gaps opened and closed a month"),
        summary,
        Table(
            (_("Month from"), *titles, _("Median days to close")),
            [(month, len(opened[month]), len(closed[month]), _middle(closed[month])) for month in opened],
        ),
        Chart(
            "lines",
            tuple(date_format(month, "M Y") for month in opened),
            tuple(
                Series(title, tuple(map(len, found.values())))
                for title, found in zip(titles, (opened, closed), strict=True)
            ),
            _("Gaps"),
        ),
    )


def _by_month(gaps: Gaps, moments: list[tuple[datetime, StoodGap]]) -> dict[date, list[StoodGap]]:
    found: dict[date, list[StoodGap]] = {month: [] for month in gaps.period.months}
    for at, gap in moments:
        found[timezone.localtime(at).date().replace(day=1)].append(gap)
    return found


def _middle(gaps: list[StoodGap]) -> float | None:
    days = [gap.days for gap in gaps if gap.days is not None]
    return round(median(days), 1) if days else None
