"""The kinds of chart, each onto Matplotlib's axes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCHES = 9.0  # wide
HATCHES = ("", "///", "--", "xxx", "\\\\\\")
LINES = (("-", "o"), ("--", "s"))
LABELS = 13  # at most, along the bottom
ROW_INCHES = 0.4
LETTER_INCHES = 0.085  # as wide as the widest common ones


@dataclass(frozen=True)
class Series:
    label: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    kind: str  # a key of DRAWN
    places: tuple[str, ...]  # what stands along the axis
    series: tuple[Series, ...]
    unit: str

    @property
    def inches(self) -> float:
        """How high."""
        return 1.2 + ROW_INCHES * len(self.places) if self.kind == "rows" else 3.4

    @property
    def margins(self) -> dict[str, float]:
        """Shares of the drawing, for labels and legend. Matplotlib's own reckoning draws everything twice."""
        left = 0.3 + LETTER_INCHES * max(map(len, self.places)) if self.kind == "rows" else 0.8
        return {"left": left / INCHES, "right": 0.98, "bottom": 0.55 / self.inches, "top": 1 - 0.4 / self.inches}


@dataclass(frozen=True)
class Colours:
    ink: str
    paper: str
    series: tuple[str, ...]


def _columns(axes: "Axes", chart: Chart, colours: Colours) -> None:
    """Side by side without gaps, so that each series is one shape."""
    edges = [place - 0.5 for place in range(len(chart.places) + 1)]
    for series, base, style in _stacked(chart, colours):
        tops = [low + value for low, value in zip(base, series.values, strict=True)]
        axes.fill_between(edges, [*base, base[-1]], [*tops, tops[-1]], step="post", label=series.label, **style)
    axes.set_ylim(bottom=0)
    _along(axes, chart)


def _lines(axes: "Axes", chart: Chart, colours: Colours) -> None:
    for series, colour, (dashes, mark) in zip(chart.series, colours.series, LINES, strict=False):
        axes.plot(
            range(len(chart.places)), series.values, dashes, color=colour, marker=mark, markersize=4, label=series.label
        )
    axes.set_ylim(bottom=0)
    _along(axes, chart)


def _rows(axes: "Axes", chart: Chart, colours: Colours) -> None:
    for series, base, style in _stacked(chart, colours):
        axes.barh(range(len(base)), series.values, left=base, height=0.7, label=series.label, **style)
    axes.set_yticks(range(len(chart.places)), chart.places)
    axes.invert_yaxis()  # the first one on top
    axes.set_xlabel(chart.unit)


def _stacked(chart: Chart, colours: Colours) -> Iterator[tuple[Series, list[float], dict[str, Any]]]:
    """Each series with where it begins and how it looks."""
    base = [0.0] * len(chart.places)
    for series, colour, hatch in zip(chart.series, colours.series, HATCHES, strict=False):
        yield series, base, {"facecolor": colour, "edgecolor": colours.paper, "hatch": hatch, "linewidth": 0.4}
        base = [low + value for low, value in zip(base, series.values, strict=True)]


def _along(axes: "Axes", chart: Chart) -> None:
    step = -(-len(chart.places) // LABELS)
    axes.set_xticks(range(0, len(chart.places), step), chart.places[::step])
    axes.set_ylabel(chart.unit)
    axes.margins(x=0.01)


DRAWN: dict[str, Callable[["Axes", Chart, Colours], None]] = {"columns": _columns, "lines": _lines, "rows": _rows}
