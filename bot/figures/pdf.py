"""The audit report as PDF, by ReportLab: the same report gives the same bytes."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Unpack
from xml.sax.saxutils import escape

import matplotlib
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from bot.figures.charts import png
from bot.figures.drawing import INCHES
from bot.figures.tables import Panel, Table

FONT, BOLD = "DejaVu", "DejaVu-Bold"  # comes with Matplotlib; has ŵ and ŷ
MARGIN = 15 * mm
WIDTH = landscape(A4)[0] - 2 * MARGIN
CHART_WIDTH = 190 * mm
ROWS = 200  # in one grid: ReportLab takes long ones apart slowly
SMALL = 7  # points, in tables
NARROW, WIDE = 1.0, 4.0  # shares of the page's width
LONG = 18  # characters from which a cell is wrapped

LINES: list[tuple[str, tuple[int, int], tuple[int, int], Unpack[tuple[Any, ...]]]] = [
    ("GRID", (0, 0), (-1, -1), 0.3, colors.grey),
    ("FONT", (0, 0), (-1, -1), FONT, SMALL),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
]


def pdf(title: str, opening: list[str], panels: list[Panel], language: str) -> bytes:
    _fonts()
    sink = io.BytesIO()
    document = SimpleDocTemplate(
        sink, pagesize=landscape(A4), leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=title, author="Holi", lang=language, invariant=1,
    )  # fmt: skip
    story: list[Flowable] = [Paragraph(escape(title), _style(18, BOLD))]
    story += [Paragraph(escape(sentence), _style(9)) for sentence in opening]
    for panel in panels:
        story += _panel(panel)
    document.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return sink.getvalue()


@cache
def _fonts() -> None:
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    pdfmetrics.registerFont(TTFont(FONT, str(folder / "DejaVuSans.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(folder / "DejaVuSans-Bold.ttf")))
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD)


@cache
def _style(size: float, font: str = FONT) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font} {size}",
        fontName=font,
        fontSize=size,
        leading=size * 1.35,
        spaceAfter=size * 0.5,
        splitLongWords=1,
        keepWithNext=size > SMALL,
    )


def _panel(panel: Panel) -> Iterator[Flowable]:
    yield Spacer(0, 5 * mm)
    yield Paragraph(escape(panel.title), _style(13, BOLD))
    yield Paragraph(escape(panel.summary), _style(9))
    if panel.chart and panel.chart.places:
        height = CHART_WIDTH * panel.chart.inches / INCHES
        yield Image(io.BytesIO(png(panel.chart)), CHART_WIDTH, height, hAlign="LEFT")
    yield from _grids(panel.table)


def _grids(table: Table) -> Iterator[Flowable]:
    rows = table.shown()
    widths = _widths(table, rows)
    head = [Paragraph(escape(column), _style(SMALL, BOLD)) for column in table.columns]
    for start in range(0, len(rows), ROWS):
        cells = [[_cell(cell) for cell in row] for row in rows[start : start + ROWS]]
        yield Grid([head, *cells], colWidths=widths, repeatRows=1, style=LINES, hAlign="LEFT")


def _cell(text: str) -> str | Paragraph:
    if len(text) < LONG and "\n" not in text:
        return text
    return Paragraph(escape(text).replace("\n", "<br/>"), _style(SMALL))


def _widths(table: Table, rows: list[list[str]]) -> list[float]:
    """Room for each column as its longest cells need it, within limits."""
    needs = []
    for place, column in enumerate(table.columns):
        longest = max((len(row[place]) for row in rows), default=0)
        needs.append(min(max(longest / LONG, len(column) / LONG, NARROW), WIDE))
    whole = min(WIDTH, sum(needs) * 28 * mm)
    return [whole * need / sum(needs) for need in needs]


def _page_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(FONT, SMALL)
    canvas.drawRightString(landscape(A4)[0] - MARGIN, MARGIN / 2, str(document.page))
