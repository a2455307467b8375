"""The figures as an Excel workbook, a sheet for each."""

import io
from datetime import datetime

import xlsxwriter

from bot.figures.period import Period
from bot.figures.tables import Panel
from knowledge.spreadsheets import harmless

WIDEST = 60
LONGEST_NAME = 31  # of a sheet
UNFIT = str.maketrans("[]:*?/\\", "       ")


def workbook(panels: list[Panel], period: Period) -> bytes:
    sink = io.BytesIO()
    made = xlsxwriter.Workbook(
        sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    made.set_properties({"created": datetime(period.end.year, period.end.month, period.end.day)})
    head = made.add_format({"bold": True, "text_wrap": True})
    for panel in panels:
        sheet = made.add_worksheet(panel.title.translate(UNFIT)[:LONGEST_NAME])
        rows = [panel.table.columns, *panel.table.plain()]
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                style = head if number == 0 else None
                sheet.write(number, column, harmless(cell) if isinstance(cell, str) else cell, style)
        sheet.set_column(0, 0, min(WIDEST, max(len(str(row[0])) for row in rows) + 2))
        sheet.set_column(1, len(panel.table.columns), 16)
        sheet.freeze_panes(1, 1)
    made.close()
    return sink.getvalue()
