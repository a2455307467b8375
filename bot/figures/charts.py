"""Charts, drawn by Matplotlib: as SVG that takes the page's colours, light or dark, and as PNG for print.

Nothing stands in colour alone: what is stacked is hatched as well, lines have marks and dashes.
"""

import hashlib
import io
import re
from functools import lru_cache
from threading import Lock
from typing import Any, Literal

import matplotlib
from lxml import etree
from matplotlib.figure import Figure

from bot.figures.drawing import DRAWN, INCHES, Chart, Colours

ON_PAGE = Colours("#010203", "#fdfcfb", ("#a10001", "#a10002", "#a10003", "#a10004", "#a10005"))  # stand-ins
IN_PRINT = Colours("#1b1b1f", "#ffffff", ("#6b1f5c", "#0b57d0", "#9a5b00", "#2f7d32", "#b3261e"))
VARIABLES = {
    ON_PAGE.ink: "var(--ink)",
    ON_PAGE.paper: "var(--paper)",
    **{one: f"var(--chart-{number})" for number, one in enumerate(ON_PAGE.series, start=1)},
}
SVG = "{http://www.w3.org/2000/svg}"
_one_at_a_time = Lock()  # Matplotlib's settings are the process's


@lru_cache(maxsize=64)
def svg(chart: Chart, label: str) -> str:
    """One `<svg>` element that a screen reader calls `label`."""
    text = _drawn(chart, ON_PAGE, "svg").decode()
    text = re.sub("|".join(VARIABLES), lambda found: VARIABLES[found[0]], text)
    root = etree.fromstring(text.encode())
    for element in root.findall(f"{SVG}metadata"):
        root.remove(element)
    _without_styles(root)
    # Ids that nothing refers to would stand on the page more than once.
    wanted = set(re.findall(r"#([\w-]+)", text))
    for element in root.iter():
        if element.get("id") not in wanted:
            element.attrib.pop("id", None)
    for size in ("width", "height"):
        del root.attrib[size]
    root.attrib.update({"role": "img", "aria-label": label})
    return str(etree.tostring(root, encoding="unicode"))


def _without_styles(root: etree._Element) -> None:
    """As attributes: a page with a strict policy takes no style that stands in the markup."""
    for sheet in list(root.iter(f"{SVG}style")):
        parent = sheet.getparent()
        if parent is not None:
            parent.remove(sheet)
    root.attrib.update({"stroke-linejoin": "round", "stroke-linecap": "butt"})  # what Matplotlib's sheet says
    for element in root.iter():
        for declaration in filter(None, map(str.strip, element.attrib.pop("style", "").split(";"))):
            name, _, value = declaration.partition(":")
            element.set(name.strip(), value.strip())


@lru_cache(maxsize=64)
def png(chart: Chart) -> bytes:
    return _drawn(chart, IN_PRINT, "png")


def _drawn(chart: Chart, colours: Colours, form: Literal["svg", "png"]) -> bytes:
    settings: dict[Any, Any] = {
        "svg.fonttype": "none",
        "text.parse_math": False,  # a title may have a dollar in it
        # Ids in the drawing come from it: they differ from chart to chart, and not from run to run.
        "svg.hashsalt": hashlib.sha256(repr(chart).encode()).hexdigest(),
        "font.family": "DejaVu Sans",
        "hatch.linewidth": 1.2,
        **dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), colours.ink),
    }
    with _one_at_a_time, matplotlib.rc_context(settings):
        figure = Figure(figsize=(INCHES, chart.inches))
        figure.subplots_adjust(**chart.margins)
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        DRAWN[chart.kind](axes, chart, colours)
        for patch in (figure.patch, axes.patch):
            patch.set_visible(form == "png")
        if len(chart.series) > 1:
            figure.legend(loc="upper center", ncols=len(chart.series), frameon=False)
        sink = io.BytesIO()
        # Without dates and versions the same figures give the same bytes.
        metadata = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[form]
        figure.savefig(sink, format=form, metadata=metadata, dpi=144)
    return sink.getvalue()
