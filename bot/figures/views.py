"""The figures, and what can be taken away of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bot.accounts.permissions import Right, needs
from bot.figures.counting import Counts, count
from bot.figures.gaps import stood
from bot.figures.panels import panels
from bot.figures.period import USUAL, Period, PeriodError, last_days, read_period
from bot.figures.tables import Panel
from bot.figures.workbook import workbook
from bot.web.language import page_language
from bot.web.published import current_library
from knowledge.spreadsheets import csv_text

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@needs(Right.REVIEW, Right.AUDIT)
def figures(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    try:
        period = read_period(request.GET, today)
    except PeriodError as error:
        messages.error(request, str(error))
        period = last_days(USUAL, today)
    counts, shown = _figures(request, period)
    usual = [
        (_("The last 4 weeks"), last_days(28, today)),
        (_("The last 26 weeks"), last_days(182, today)),
        (_("The last 52 weeks"), last_days(364, today)),
    ]
    context = {
        "twin": page_language(request).twin, "period": period, "usual": usual, "panels": shown, "asked": counts.asked,
    }  # fmt: skip
    return render(request, "figures/figures.html", context)


@require_safe
@needs(Right.REVIEW, Right.AUDIT)
def panel_csv(request: HttpRequest, key: str) -> HttpResponse:
    period = _wanted(request)
    for panel in _figures(request, period)[1]:
        if panel.key == key:
            table = csv_text(panel.table.columns, panel.table.plain())
            return _file(table, "text/csv; charset=utf-8", f"holi-{key}-{period}.csv")
    raise Http404(key)


@require_safe
@needs(Right.REVIEW, Right.AUDIT)
def excel(request: HttpRequest) -> HttpResponse:
    period = _wanted(request)
    return _file(workbook(_figures(request, period)[1], period), EXCEL, f"holi-{period}.xlsx")


def _wanted(request: HttpRequest) -> Period:
    try:
        return read_period(request.GET, timezone.localdate())
    except PeriodError as error:
        raise Http404(str(error)) from None


def _figures(request: HttpRequest, period: Period) -> tuple[Counts, list[Panel]]:
    counts = count(period)
    library = current_library()[1]
    return counts, panels(counts, stood(period), library, page_language(request))


def _file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
