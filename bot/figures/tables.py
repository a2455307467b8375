"""A panel's parts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format

from bot.figures.charts import svg
from bot.figures.drawing import Chart

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]  # the first cell of a row names it

    def plain(self) -> list[tuple[str | int | float | None, ...]]:
        """For spreadsheets: days as 2026-01-31."""
        return [tuple(str(cell) if isinstance(cell, date) else cell for cell in row) for row in self.rows]

    def shown(self) -> list[list[str]]:
        return [[shown(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True)
class Panel:
    key: str  # in addresses and file names
    title: str
    summary: str
    table: Table
    chart: Chart | None = None

    @property
    def svg(self) -> str:
        return svg(self.chart, f"{self.title}. {self.summary}") if self.chart and self.chart.places else ""


def shown(cell: Cell) -> str:
    """As people read it in the active language."""
    if cell is None:
        return "–"
    if isinstance(cell, date):
        return date_format(timezone.localtime(cell) if isinstance(cell, datetime) else cell, "j M Y")
    return cell if isinstance(cell, str) else number_format(cell, use_l10n=True, force_grouping=True)


def shortened(text: str, most: int = 44) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
