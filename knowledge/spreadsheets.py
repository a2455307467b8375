"""Tables for spreadsheets, which would run a cell that begins like a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Blanks before it don't keep every spreadsheet from running it."""
    return f"'{cell}" if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Texts are made harmless; numbers stay numbers, and None is an empty cell."""
    sink = io.StringIO()
    table = csv.writer(sink)
    for row in (columns, *rows):
        table.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return sink.getvalue()
