"""What isn't whole, and what is cut off, changes nothing."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from bot.backup import restoring
from knowledge.audit import Audit
from knowledge.errors import SettingsError
from knowledge.settings import ROOT, load_settings
from tests.bot.backup.conftest import Site


def altered(archive: Path, how: str) -> Path:
    """The archive with one thing wrong."""
    file = archive.with_name(f"{how}.zip")
    with zipfile.ZipFile(archive) as sound, zipfile.ZipFile(file, "w") as wrong:
        for name in sound.namelist():
            data = sound.read(name)
            manifest = json.loads(data) if name == "manifest.json" else {}
            if how == "later" and manifest:
                data = json.dumps({**manifest, "format": 99}).encode()
            if how == "outside" and manifest:
                manifest["members"]["../outside"] = manifest["members"]["holi.db"]
                data = json.dumps(manifest).encode()
            if how == "changed" and name == "holi.db":
                data = data[:-1] + b"x"
            if (how, name) not in {("missing", "tracker.db"), ("unlisted", "manifest.json")}:
                wrong.writestr(name, data)
        if how == "more":
            wrong.writestr("more.txt", b"")
        if how == "outside":
            wrong.writestr("../outside", sound.read("holi.db"))
    if how == "cut":
        file.write_bytes(archive.read_bytes()[:-5000])
    return file


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("later", "was made by Holi"),
        ("changed", "holi.db isn't what was backed up"),
        ("missing", "isn't as it was made: tracker.db"),
        ("more", "isn't as it was made: more.txt"),
        ("outside", "isn't as it was made: ../outside"),
        ("unlisted", "isn't a backup that Holi made"),
        ("cut", "isn't a backup, or is cut off"),
    ],
)
def test_a_backup_that_is_not_whole_changes_nothing(empty: Site, archive: Path, how: str, words: str) -> None:
    assert words in empty.refused("restore", str(altered(archive, how)))
    assert not empty.folder.exists()


def test_a_backup_of_a_later_holi_changes_nothing(site: Site, empty: Site, backups: Path) -> None:
    with closing(sqlite3.connect(site.folder / "holi.db")) as database, database:
        database.execute("insert into django_migrations (app, name, applied) values ('chat', '9999_x', '2099-01-01')")
    site.holi("backup", "--into", str(backups / "one.zip"))
    assert "doesn't know chat.9999_x. Install that version first" in empty.refused("restore", str(backups / "one.zip"))
    assert not empty.folder.exists()


def test_a_trail_that_was_altered_is_not_restored(site: Site, empty: Site, backups: Path) -> None:
    trail = site.folder / "audit.jsonl"
    trail.write_text(trail.read_text().replace("The first", "The worst"))
    site.holi("backup", "--into", str(backups / "one.zip"))
    assert "audit.jsonl" in empty.refused("restore", str(backups / "one.zip"))
    assert not empty.folder.exists()


def test_killed_in_the_middle_of_unpacking_it_has_changed_nothing(site: Site, archive: Path) -> None:
    before = site.held()
    environment = {**site.home.environment, **site.environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "restore", str(archive), "--replace"], cwd=ROOT, env=environment
    )
    deadline = time.monotonic() + 60
    while not (site.folder / ".restoring" / "home" / "holi.db").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert {name: data for name, data in site.held().items() if not name.startswith(".restoring")} == before
    site.holi("restore", str(archive), "--replace")
    assert not (site.folder / ".restoring").exists()


class Killed(BaseException):
    pass


@pytest.mark.usefixtures("unsettled")
@pytest.mark.parametrize("steps", [1, 2, 5, 8])
def test_killed_between_two_renamings_nothing_starts_until_it_is_completed(
    site: Site, archive: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.home.asked("Asked after the backup?")
    real, done = os.replace, []

    def killed_on_the_way(source: Path, target: Path) -> None:
        if site.folder.joinpath(".restoring", "ready").exists():
            if len(done) == steps:
                raise Killed
            done.append(target)
        real(source, target)

    monkeypatch.setattr(restoring.os, "replace", killed_on_the_way)
    with pytest.raises(Killed):
        site.holi("restore", str(archive), "--replace")
    monkeypatch.setattr(restoring.os, "replace", real)
    monkeypatch.setenv("HOLI_HOME", str(site.folder))
    with pytest.raises(SettingsError, match="was cut off"):
        load_settings()
    assert "was cut off is complete" in site.holi("restore")
    assert load_settings().home == site.folder
    assert site.home.rows("holi.db", "select text from chat_question") == []
    assert Audit(site.folder).entries()[-1].what == "restored"
    (aside,) = site.folder.glob("before-restore-*")
    assert {path.name for path in aside.iterdir()} >= {"holi.db", "tracker.db", "releases", "audit.jsonl"}
