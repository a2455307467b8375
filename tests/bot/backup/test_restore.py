"""A backup comes back whole, somewhere else, or not at all."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from bot.privacy import erasures
from knowledge.answering import Assistant
from knowledge.audit import Audit
from knowledge.encoder import Encoder
from knowledge.errors import HoliError
from knowledge.models import Answer
from knowledge.releases import Releases
from tests.bot.backup.conftest import Site

QUESTIONS = (
    "What does a parking permit cost?",
    "Faint mae trwydded barcio yn ei gostio?",
    "Where may visitors park?",
    "Pryd mae'r pwll yn cau?",
    "Who won the rugby?",
)


def answers(site: Site, encoder: Encoder) -> list[Answer]:
    assistant = Assistant(Releases(site.folder).current(), encoder)
    return [assistant.answer(question) for question in QUESTIONS]


def as_shown(answer: Answer) -> Answer:
    return replace(answer, steps={})


def test_elsewhere_it_gives_the_same_answers_with_the_same_citations(
    site: Site, empty: Site, backups: Path, encoder: Encoder
) -> None:
    site.home.asked("Who approves the zebra page?")
    site.holi("backup", "--into", str(backups / "one.zip"))
    said = empty.holi("restore", str(backups / "one.zip"), "--by", "mair")
    before, after = answers(site, encoder), answers(empty, encoder)
    assert [as_shown(answer) for answer in after] == [as_shown(answer) for answer in before]
    assert any(answer.citations for answer in after)
    assert empty.home.rows("holi.db", "select text from chat_question") == [("Who approves the zebra page?",)]
    assert len(empty.home.rows("tracker.db", "select 1 from events")) == 1
    assert (empty.folder / "library" / "cars.cy.md").exists()
    trail = Audit(empty.folder).entries()
    assert [entry.what for entry in trail] == ["publishing", "published"] * 2 + ["restored"]
    assert trail[-1].who == "mair"
    assert "1 questions, 2 releases" in said
    assert {path.name for path in empty.folder.iterdir()} >= {"holi.db", "releases"}
    assert not (empty.folder / ".restoring").exists()


@pytest.mark.usefixtures("unsettled")
def test_it_says_which_secrets_and_settings_to_set_again(empty: Site, archive: Path) -> None:
    del empty.environment["HOLI_SMTP_URL"]
    empty.environment["HOLI_RETENTION_MONTHS"] = "6"
    said = empty.holi("restore", str(archive))
    assert "Set again: HOLI_SMTP_URL." in said
    assert "Set HOLI_RETENTION_MONTHS again: it was 12." in said
    assert "No list of erasures" in said


@pytest.mark.usefixtures("unsettled")
def test_what_stands_there_is_kept_aside_only_when_that_is_asked_for(site: Site, archive: Path) -> None:
    site.home.asked("Asked after the backup?")
    before = site.held()
    assert "isn't empty: it holds holi.db" in site.refused("restore", str(archive))
    site.environment["HOLI_DATABASE_URL"] = "postgresql://holi@127.0.0.1:5432/holi"
    assert "holds SQLite's databases" in site.refused("restore", str(archive), "--replace")
    del site.environment["HOLI_DATABASE_URL"]
    assert site.held() == before
    said = site.holi("restore", str(archive), "--replace")
    assert site.home.rows("holi.db", "select text from chat_question") == []
    (aside,) = site.folder.glob("before-restore-*")
    assert str(aside) in said
    with closing(sqlite3.connect(aside / "holi.db")) as database:
        assert database.execute("select text from chat_question").fetchall() == [("Asked after the backup?",)]
    assert "instead of a trail of 4 lines" in Audit(site.folder).entries()[-1].details


def test_while_holi_runs_nothing_is_replaced(site: Site, archive: Path) -> None:
    command = [sys.executable, "-m", "http.server", site.environment["HOLI_PORT"], "--bind", "127.0.0.1"]
    server = subprocess.Popen(command, cwd=archive.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while "Stop it before you restore" not in _said(site, archive):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        server.terminate()
        server.wait()


def _said(site: Site, archive: Path) -> str:
    return site.refused("restore", str(archive))  # without --replace, it is refused in any case


def test_what_was_erased_since_and_what_is_too_old_does_not_come_back(site: Site, empty: Site, backups: Path) -> None:
    mine, theirs = site.home.asked("Who approves the zebra page?"), site.home.asked("Who approves the lion page?")
    site.home.asked("Who approves the dodo page?", days_ago=300)
    site.holi("backup", "--into", str(backups / "one.zip"))
    since = backups / "since.jsonl"
    erasures.note(since, [mine], datetime.now(UTC))
    erasures.note(since, [theirs], datetime(2020, 1, 1, tzinfo=UTC))  # it went on since
    empty.environment["HOLI_RETENTION_MONTHS"] = "6"
    empty.holi("restore", str(backups / "one.zip"), "--erasures", str(since))
    texts = empty.home.rows("holi.db", "select text from chat_question order by text")
    assert texts == [("",), ("",), ("Who approves the lion page?",)]
    assert b"zebra" not in empty.home.bytes()
    assert b"dodo" not in empty.home.bytes()
    # The list is kept, as far back as it can matter.
    assert [one for _, one in erasures.read(empty.folder / "erasures.jsonl")] == [erasures.digest(mine)]


def test_an_erasure_is_written_down_where_a_backup_takes_it_along(site: Site, empty: Site, backups: Path) -> None:
    mine = site.home.asked("Who approves the zebra page?")
    site.holi("backup", "--into", str(backups / "one.zip"))
    said = site.home.holi("erase", "--conversation", str(mine), "--yes").stdout
    assert str(site.folder / "erasures.jsonl") in said
    written = (site.folder / "erasures.jsonl").read_text()
    assert str(mine) not in written
    assert mine.hex not in written
    site.holi("backup", "--into", str(backups / "two.zip"))
    said = empty.holi("restore", str(backups / "one.zip"))  # the list lies beside it now
    assert "No list of erasures" not in said
    assert b"zebra" not in empty.home.bytes()


def test_what_waited_for_the_database_is_in_the_log_afterwards(site: Site, empty: Site, backups: Path) -> None:
    site.home.waits("Who approves the lion page?")
    erased, file = site.home.waits("Who approves the zebra page?")
    _, torn = site.home.waits("Who approves the dodo page?")
    torn.write_text(torn.read_text().removesuffix("]"))
    site.holi("backup", "--into", str(backups / "one.zip"))
    assert file.exists()
    erasures.note(backups / "erasures.jsonl", [erased], datetime.now(UTC))
    empty.holi("restore", str(backups / "one.zip"))
    texts = empty.home.rows("holi.db", "select text from chat_question order by text")
    assert texts == [("",), ("Who approves the lion page?",)]
    assert [path.suffix for path in (empty.folder / "spool").iterdir() if path.name != ".lock"] == [".broken"]


def test_a_list_of_erasures_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("nonsense\n")
    with pytest.raises(HoliError, match="isn't a list of erasures"):
        erasures.read(tmp_path / "list")


def test_the_list_holds_nothing_longer_than_questions_are_kept(tmp_path: Path) -> None:
    old, recent = (datetime(year, 1, 1, tzinfo=UTC) for year in (2024, 2026))
    for at in (old, recent, recent):
        erasures.note(tmp_path / "list", [UUID(int=1)], at)
    assert len(erasures.read(tmp_path / "list")) == 2
    erasures.forget(tmp_path / "list", datetime(2025, 1, 1, tzinfo=UTC))
    assert erasures.read(tmp_path / "list") == [(recent, erasures.digest(UUID(int=1)))]
