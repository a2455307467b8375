"""Nothing that leaves as a table is run by a spreadsheet, whoever wrote it."""

import csv
import io

import pytest
from django.test import Client

from bot.accounts.models import person_with
from bot.accounts.permissions import GROUPS
from bot.figures.period import last_days
from bot.figures.tables import Panel, Table
from bot.figures.workbook import workbook
from knowledge.audit import Audit
from tests.bot.every_url import every_address

pytestmark = pytest.mark.django_db
FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", " =1", "=cmd|' /C calc'!A0"]
EXPORTS = {"editorial:audit-csv", "figures:csv", "figures:workbook", "figures:take-pack"}


def test_these_are_all_the_exports() -> None:
    """A new one belongs here, and into a test below."""
    found = {each.name for each in every_address() if each.path.endswith((".csv", ".xlsx", ".zip", ".ods"))}
    assert found == EXPORTS


def cells(text: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(text)) for cell in row]


def test_the_audit_trail(client: Client, published) -> None:  # type: ignore[no-untyped-def]
    for role in GROUPS:
        client.force_login(person_with("mair", role))
    for formula in FORMULAS:
        Audit(published).append(formula, "published", note=formula, release="", details=formula)
    found = cells(client.get("/editorial/audit.csv").content.decode())
    assert any("cmd|" in cell for cell in found)
    assert [cell for cell in found if cell.lstrip().startswith(("=", "+", "@"))] == []
    assert [cell for cell in found if cell.startswith("-") and cell != "-"] == []


@pytest.mark.parametrize("formula", FORMULAS)
def test_figures_and_the_pack(formula: str) -> None:
    """Both are written by csv_text, and the workbook by XlsxWriter, which is told to make no formulas."""
    from datetime import date
    from zipfile import ZipFile

    from knowledge.spreadsheets import csv_text

    (cell,) = cells(csv_text((formula,), []))
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cells(csv_text(("a",), [(formula,)]))[1] == cell
    panel = Panel("x", "x", "x", Table((formula, "b"), [(formula, formula)]))
    with ZipFile(io.BytesIO(workbook([panel], last_days(7, date(2026, 1, 31))))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
