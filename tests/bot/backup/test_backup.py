"""A backup has everything that can't be made again, as of one moment, and no secret."""

import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.backup import keeping
from bot.backup.archive import check, opened
from knowledge.audit import Audit
from knowledge.publishing import Publisher
from knowledge.releases import Releases
from tests.bot.backup.conftest import SECRETS, Site
from tests.bot.privacy.conftest import Home

SESSION = "a-session-that-signs-somebody-in"
ASKED = (
    "insert into chat_question (id, conversation_id, language, text, asked_at, release, outcome, act, reply, "
    "considered, reason, wants_person) values (?, ?, 'en', ?, '2026-01-01', '', 'asked', '', '{}', '[]', '', 0)"
)


def contents(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened_archive:
        return {name: opened_archive.read(name) for name in opened_archive.namelist()}


def test_it_has_everything_and_says_so(site: Site, backups: Path) -> None:
    site.home.asked("Who approves the zebra page?")
    (site.folder / "evaluations").mkdir()
    (site.folder / "evaluations" / "x.json").write_text("{}")
    (site.folder / "notes.txt").write_text("mine")
    said = site.holi("backup", "--into", str(backups), "--by", "mair")
    (file,) = backups.glob("holi-*.zip")
    held = contents(file)
    releases = Releases(site.folder)
    assert {name.split("/")[0] for name in held} == {
        "holi.db", "tracker.db", "releases", "library", "audit.jsonl", "evaluations", "manifest.json",
    }  # fmt: skip
    assert b"zebra" in held["holi.db"]
    assert b"zebra" in held["tracker.db"]
    assert all(f"releases/{release.digest}/manifest.json" in held for release in releases.all())
    manifest = json.loads(held["manifest.json"])
    assert manifest["release"] == releases.current_digest()
    assert manifest["questions"] == 1
    assert "chat.0001_initial" in manifest["migrations"]
    assert manifest["settings"]["HOLI_RETENTION_MONTHS"] == "12"
    assert "1 questions, 2 releases" in said
    assert "Not taken, because Holi doesn't know it: notes.txt." in said
    entry = Audit(site.folder).entries()[-1]
    assert (entry.who, entry.what, entry.details) == ("mair", "backed up", file.name)
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in site.folder.glob(".backup-*")] == []


def test_no_secret_is_in_any_byte_of_it(site: Site, backups: Path) -> None:
    (site.folder / "secrets.env").write_text("HOLI_TEAMS_SECRET=a-secret-for-teams\n")
    with closing(sqlite3.connect(site.folder / "holi.db")) as database, database:
        database.execute("insert into django_session values (?, 'x', '2099-01-01')", [SESSION])
    said = site.holi("backup", "--into", str(backups / "one.zip"))
    held = contents(backups / "one.zip")
    everything = b"".join([(backups / "one.zip").read_bytes(), *held.values(), *(name.encode() for name in held)])
    for secret in (*SECRETS.values(), "a-password-for-mail", "a-secret-for-teams", SESSION):
        assert secret.encode() not in everything, secret
    assert json.loads(held["manifest.json"])["secrets"] == sorted([*SECRETS, "HOLI_TEAMS_SECRET"])
    assert "Keep these elsewhere: HOLI_RASA_TOKEN, HOLI_SECRET_KEY, HOLI_SMTP_URL, HOLI_TEAMS_SECRET." in said


def test_it_is_of_one_moment_while_people_ask_and_publish(site: Site, backups: Path) -> None:
    conversation = site.home.asked("The first?").hex
    stopped, asked = threading.Event(), []

    def ask() -> None:
        with closing(sqlite3.connect(site.folder / "holi.db", timeout=20)) as database:
            while not stopped.is_set():
                number = len(asked)
                with database:
                    database.execute(ASKED, [f"{number:032x}", conversation, str(number)])
                asked.append(number)

    def publish() -> None:
        publisher = Publisher.at(site.folder)
        digests = [release.digest for release in publisher.releases.all()]
        while not stopped.is_set():
            for digest in digests:
                publisher.publish(digest, "mair", "Again")

    threads = [threading.Thread(target=work) for work in (ask, publish)]
    for thread in threads:
        thread.start()
    try:
        for name in ("one", "two", "three"):
            before = len(asked)
            site.holi("backup", "--into", str(backups / f"{name}.zip"))
            with opened(backups / f"{name}.zip") as (archive, manifest):
                check(archive, manifest, backups / name)
            rows = Home(backups / name).rows("holi.db", "select text from chat_question")
            numbers = sorted(int(str(text)) for (text,) in rows if text != "The first?")
            assert numbers == list(range(len(numbers)))
            assert len(numbers) >= before
            assert manifest.release in manifest.releases
            trail = Audit(backups / name).entries()
            assert trail[-1].what in {"publishing", "published"}
            assert manifest.release in {entry.release for entry in trail[-2:]}
    finally:
        stopped.set()
        for thread in threads:
            thread.join()
    assert len(asked) > 3


def test_nothing_is_written_over(site: Site, archive: Path) -> None:
    before = archive.read_bytes()
    assert "is there already" in site.refused("backup", "--into", str(archive))
    assert archive.read_bytes() == before
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def test_what_goes_wrong_is_a_sentence(site: Site, empty: Site, backups: Path) -> None:
    assert "There is no folder" in site.refused("backup", "--into", str(backups / "no" / "one.zip"))
    assert "give --into a folder" in site.refused("backup", "--into", str(backups / "one.zip"), "--keep", "3")
    assert "nothing to back up" in empty.refused("backup", "--into", str(backups))
    database = site.folder / "holi.db"
    with database.open("r+b") as file:
        file.seek(database.stat().st_size // 2)
        file.write(b"x" * 20_000)
    assert "can't be backed up" in site.refused("backup", "--into", str(backups))
    assert list(backups.iterdir()) == []


def test_only_old_backups_of_its_own_are_deleted(site: Site, archive: Path, backups: Path) -> None:
    now = datetime.now(UTC)
    names = {days: keeping.name_for(now - timedelta(days=days)) for days in (40, 20)}
    for days, name in names.items():
        made = (now - timedelta(days=days)).isoformat()
        with zipfile.ZipFile(archive) as old, zipfile.ZipFile(backups / name, "w") as dated:
            manifest = {**json.loads(old.read("manifest.json")), "made": made}
            dated.writestr("manifest.json", json.dumps(manifest))
    (backups / "holi-20200101T000000Z.zip").write_text("somebody's")
    said = site.holi("backup", "--into", str(backups), "--keep", "30")
    left = {path.name for path in backups.glob("*.zip")}
    assert names[40] not in left
    assert f"Deleted {names[40]}" in said
    assert {names[20], archive.name, "holi-20200101T000000Z.zip"} < left
    assert len(left) == 4
