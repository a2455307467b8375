"""Tables for spreadsheets, which would run a cell that begins like a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Texts are made harmless; numbers stay numbers, and None is an empty cell."""
    sink = io.StringIO()
    table = csv.writer(sink)
    table.writerow(columns)
    for row in rows:
        table.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return sink.getvalue()
