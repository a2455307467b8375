"""The figures' pages and exports, over a small release."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from bot.accounts.models import person_with
from bot.accounts.permissions import GROUPS, Right
from bot.figures import charts
from bot.figures.drawing import Chart, Series
from bot.review.states import Action, State
from knowledge.releases import Release, Releases
from tests.bot.figures_data import JUNE, MONDAY, ask, cite, days, decide, gap

pytestmark = pytest.mark.django_db
QUERY = f"from={JUNE['from']}&to={JUNE['to']}"


@pytest.fixture(autouse=True)
def home(releases: Releases, car_release: Release, settings) -> Path:  # type: ignore[no-untyped-def]
    releases.publish(car_release.digest)
    settings.HOLI_HOME = releases.folder.parent
    return Path(settings.HOLI_HOME)


@pytest.fixture
def reviewer(client: Client) -> Client:
    client.force_login(person_with("mair", "reviewer"))
    return client


def page(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content)


def table(client: Client, key: str, language: str = "en") -> list[list[str]]:
    text = client.get(f"/figures/{key}.csv?{QUERY}&language={language}").content.decode()
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("group", GROUPS)
def test_each_role_sees_its_own(group: str, client: Client) -> None:
    client.force_login(person_with("mair", group))
    guarded = {
        "/figures/": {Right.REVIEW, Right.AUDIT},
        "/figures/hours.csv": {Right.REVIEW, Right.AUDIT},
        "/figures/holi.xlsx": {Right.REVIEW, Right.AUDIT},
        "/figures/digest": {Right.REVIEW},
        "/figures/audit": {Right.AUDIT},
        "/figures/audit/holi-audit-2026-01-01-2026-02-01.zip": {Right.AUDIT},
    }
    for path, enough in guarded.items():
        assert (client.get(path).status_code == 403) == (not enough & GROUPS[group]), (group, path)
    assert (client.post("/figures/audit/make").status_code == 403) == (Right.AUDIT not in GROUPS[group])
    linked = "/figures/" in client.get("/library/").content.decode()
    assert linked == bool({Right.REVIEW, Right.AUDIT} & GROUPS[group])


def test_every_chart_has_its_words_and_its_table(reviewer: Client) -> None:
    gap(ask(outcome="unanswered"))
    ask(language="cy", reply=cite("1.1"))
    shown = page(reviewer, f"/figures/?{QUERY}&language=en")
    for section in shown.xpath("//main/section"):
        (svg,) = section.xpath(".//svg")
        (heading,) = section.xpath("./h2")
        assert svg.get("role") == "img"
        assert svg.get("aria-label").startswith(f"{heading.text}. ")
        assert len(section.xpath(".//tbody/tr")) > 0
    assert len(shown.xpath("//main/section")) == 7
    assert shown.xpath("//script") == []
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_welsh_comes_first_and_the_page_is_in_its_language(reviewer: Client) -> None:
    ask()
    assert table(reviewer, "parity")[0] == ["", "Welsh", "English"]
    assert table(reviewer, "parity", "cy")[0] == ["", "Cymraeg", "Saesneg"]
    shown = page(reviewer, f"/figures/?{QUERY}")
    assert shown.xpath("//h1")[0].text == "Ffigurau"
    assert "1 Meh 2026" in shown.text_content()


def test_a_period_without_questions_says_so(reviewer: Client) -> None:
    assert "There are no questions in this period." in reviewer.get(f"/figures/?{QUERY}&language=en").content.decode()


def test_a_period_that_cannot_be_is_said_and_the_usual_one_shown(reviewer: Client) -> None:
    shown = page(reviewer, "/figures/?from=2026-02-01&to=2026-01-01&language=en")
    assert "The first day is after the last" in shown.xpath("//*[@role='alert']")[0].text
    assert shown.xpath("//input[@id='from']/@value") != ["2026-02-01"]
    assert reviewer.get("/figures/weeks.csv?from=2026-02-01&to=2026-01-01").status_code == 404


def test_a_section_that_is_gone_is_named_by_its_number(reviewer: Client) -> None:
    ask(reply=cite("1.1"))
    ask(reply=cite("9"))
    assert [row[0] for row in table(reviewer, "sections")[1:]] == ["Cars, 1.1 Permits", "cars#9"]


def test_a_title_that_begins_like_a_formula_is_harmless_in_every_export(reviewer: Client) -> None:
    gap(ask(outcome="unanswered"), title="=HYPERLINK(1)")
    assert table(reviewer, "gaps")[1][0] == "'=HYPERLINK(1)"
    book = reviewer.get(f"/figures/holi.xlsx?{QUERY}&language=en").content
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert "'=HYPERLINK(1)" in parts.read("xl/sharedStrings.xml").decode()
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 7
    assert not any("<f>" in sheet for sheet in sheets)


def test_the_gaps_of_each_month_are_counted(reviewer: Client) -> None:
    found = gap(ask(outcome="unanswered"))
    decide(found, Action.DISMISS, State.DISMISSED, MONDAY + days(3))
    assert table(reviewer, "closing")[1] == ["2026-06-01", "1", "1", "3.0"]


def test_a_chart_is_the_same_each_time_and_takes_the_pages_colours() -> None:
    chart = Chart("columns", ("a", "b"), (Series("$x_1$", (1, 2)), Series("y", (3, 4))), "n")
    drawn = charts.svg(chart, "Two & three")
    charts.svg.cache_clear()
    assert charts.svg(chart, "Two & three") == drawn
    assert set(re.findall(r"fill: (#\w+)", drawn)) == set()
    assert "var(--chart-2)" in drawn
    assert "$x_1$" in drawn
