"""The audit pack of a small release, its gaps and its question set."""

import io
import json
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from django.test import Client
from lxml import html

from bot.accounts.models import person_with
from bot.figures import making
from bot.figures.pack import make_pack
from bot.figures.period import Period
from bot.review.states import Action, State
from knowledge.audit import Audit
from knowledge.encoder import Encoder
from knowledge.releases import Release, Releases
from tests.bot.figures_data import MONDAY, ask, day, days, decide, gap

pytestmark = pytest.mark.django_db
JUNE = Period(day("2026-06-01"), day("2026-06-30"))
FOLDER = "holi-audit-2026-06-01-2026-06-30"


@pytest.fixture
def home(releases: Releases, car_release: Release, cars: Path, encoder: Encoder, tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    """Two releases: one from before June, one of 10 June with another price."""
    settings.HOLI_HOME = releases.folder.parent
    for file in cars.glob("cars.*.md"):
        file.write_text(file.read_text().replace("30", "45"))
    second = releases.build(cars, encoder)
    releases.publish(second.digest)
    audit = Audit(settings.HOLI_HOME)
    audit.append("mair", "published", note="The first", release=car_release.digest, at=MONDAY - days(90))
    audit.append("huw", "published", note="Dearer, =SUM(1)", release=second.digest, at=MONDAY + days(9))
    audit.append("huw", "published", note="Not yet", release=second.digest, at=MONDAY + days(90))
    questions = tmp_path / "questions"
    questions.mkdir()
    (questions / "en.jsonl").write_text(
        '{"id": "1", "language": "en", "question": "What does a parking permit cost?", "expects": [["cars", "1.1"]]}\n'
    )
    settings.HOLI_QUESTIONS = questions
    return Path(settings.HOLI_HOME)


def made(period: Period = JUNE) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(make_pack(period, lambda *step: None))) as parts:
        return {name.removeprefix(f"{FOLDER}/"): parts.read(name) for name in parts.namelist()}


def test_the_pack_has_what_an_audit_asks_for(home: Path) -> None:
    found = gap(ask(outcome="unanswered", text="Secret words?"), title="May I bring [name]?")
    decide(found, Action.DISMISS, State.DISMISSED, MONDAY + days(2), why="A test")
    files = made()
    first, second = json.loads(files["data/releases.json"])
    assert (first["who"], first["why"], second["who"]) == ("mair", "The first", "huw")
    assert ["old", "30"] in second["changes"][0]["words"]
    assert ["new", "45"] in second["changes"][0]["words"]
    assert second["question_sets"]["en"]["answerable"] == 1
    (one,) = json.loads(files["data/gaps.json"])
    assert (one["title"], one["state"], one["days"]) == ("May I bring [name]?", "dismissed", 2.0)
    assert (one["decisions"][0]["by"], one["decisions"][0]["why"]) == ("mair", "A test")
    assert b"Not yet" not in files["data/audit-trail.csv"]
    assert not any(b"Secret words" in content for content in files.values())


def test_the_report_stands_in_both_languages_as_html_and_pdf(home: Path) -> None:
    gap(ask(outcome="unanswered"), title="Ydy'r tŷ ar gau?")
    files = made()
    titles = {}
    for language in ("cy", "en"):
        shown = html.fromstring(files[f"report.{language}.html"])
        assert shown.get("lang") == language
        titles[language] = shown.xpath("//h1")[0].text
        document = pypdfium2.PdfDocument(files[f"report.{language}.pdf"])
        text = "".join(page.get_textpage().get_text_range() for page in document)
        assert titles[language] in text
        assert "Ydy'r tŷ ar gau?" in text
        headings = [heading.text for heading in shown.xpath("//h2")]
        assert all(heading in text for heading in headings)
        assert f"{language}/every-gap.csv" in files
    assert titles["cy"] != titles["en"]


def test_two_runs_give_the_same_bytes_and_what_came_later_changes_nothing(home: Path) -> None:
    found = gap(ask(outcome="unanswered"))
    before = make_pack(JUNE, lambda *step: None)
    assert make_pack(JUNE, lambda *step: None) == before
    ask(MONDAY + days(60))
    decide(found, Action.DISMISS, State.DISMISSED, MONDAY + days(60))
    assert make_pack(JUNE, lambda *step: None) == before


def test_a_release_is_asked_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made()
    monkeypatch.setattr("bot.figures.evidence.load_encoder", lambda *paths: pytest.fail("asked again"))
    assert made() == first


def test_a_release_that_is_gone_is_said(home: Path) -> None:
    Audit(home).append("mair", "published", release="0123456789abcdef", at=MONDAY + days(10))
    files = made()
    assert json.loads(files["data/releases.json"])[-1]["unasked"] == "gone"
    assert "Not held any more: 0123456789abcdef." in files["report.en.html"].decode()


def test_no_secret_is_in_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLI_RASA_TOKEN", "tolkien")
    monkeypatch.setenv("HOLI_SMTP_URL", "smtp://mair:gollum@mail.example:587?tls=yes")
    settings = json.loads(made()["data/settings.json"])
    assert settings["HOLI_SMTP_URL"] == "smtp://mail.example:587?tls=yes"
    assert settings["HOLI_RASA_TOKEN"] == settings["HOLI_SECRET_KEY"] == "(set)"


def test_an_auditor_makes_a_pack_with_a_button_and_takes_it(
    home: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In this process: it sees this test's database.
    monkeypatch.setattr("bot.figures.making.start", lambda period: making.make(str(period.start), str(period.end)))
    client.force_login(person_with("ann", "auditor"))
    response = client.post("/figures/audit/make?language=en", {"from": "2026-06-01", "to": "2026-06-30"}, follow=True)
    assert f"{FOLDER}.zip" in response.content.decode()
    taken = client.get(f"/figures/audit/{FOLDER}.zip")
    assert taken.content == make_pack(JUNE, lambda *step: None)
    assert client.get(f"/figures/audit/{FOLDER}/progress").json() == {"state": "made"}
    wrong = client.post("/figures/audit/make?language=en", {"from": "June", "to": ""}, follow=True)
    assert "Write both like 2026-01-31" in wrong.content.decode()


def test_a_pack_that_is_being_made_is_not_begun_again(
    home: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.figures.making.start", lambda period: pytest.fail("begun again"))
    folder = home / "audit-packs"
    folder.mkdir()
    (folder / f"{FOLDER}.making").write_text('{"step": "asking", "done": 3, "total": 9}')
    client.force_login(person_with("ann", "auditor"))
    response = client.post("/figures/audit/make?language=en", {"from": "2026-06-01", "to": "2026-06-30"}, follow=True)
    assert "This pack is being made already." in response.content.decode()
    assert '<progress max="9" value="3"' in response.content.decode()
    assert client.get(f"/figures/audit/{FOLDER}/progress").json()["done"] == 3


def test_a_pack_that_fails_is_said(home: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.figures.pack.make_pack", fail)
    with pytest.raises(ZeroDivisionError):
        making.make("2026-06-01", "2026-06-30")
    client.force_login(person_with("ann", "auditor"))
    assert f"{FOLDER}: The pack couldn't be made." in client.get("/figures/audit?language=en").content.decode()


def test_only_packs_are_given_out(home: Path, client: Client) -> None:
    client.force_login(person_with("ann", "auditor"))
    (home / "audit-packs").mkdir()
    (home / "audit-packs" / "other.zip").write_bytes(b"")
    assert client.get("/figures/audit/other.zip").status_code == 404
