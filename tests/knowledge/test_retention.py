"""Which releases go, of releases that are folders with a manifest only."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from knowledge.audit import Audit
from knowledge.errors import SettingsError
from knowledge.releases import Manifest, Releases
from knowledge.retention import remove_old
from knowledge.settings import load_settings

MADE = [f"{number:016x}" for number in range(30)]  # the oldest first


@pytest.fixture
def many(releases: Releases) -> Releases:
    for number, digest in enumerate(MADE):
        folder = releases.folder / digest
        folder.mkdir(parents=True)
        manifest = Manifest(digest, f"2026-03-{number + 1:02}", documents=1, sections=1, encoder="x")
        (folder / "manifest.json").write_text(json.dumps(asdict(manifest)))
    releases.publish(MADE[0])
    return releases


def left(releases: Releases) -> set[str]:
    return {release.digest for release in releases.all()}


def test_the_newest_the_current_and_the_needed_are_kept(many: Releases, tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    audit.append("mair", "published", release=MADE[2])
    audit.append("mair", "not completed", release=MADE[3])
    removed = remove_old(many, audit, most=20, needed={MADE[5]})
    assert left(many) == {MADE[0], MADE[2], MADE[5], *MADE[-20:]}
    assert removed == list(reversed([MADE[1], MADE[3], MADE[4], *MADE[6:10]]))
    said = [entry.release for entry in audit.entries() if entry.what == "release removed"]
    assert said == removed
    assert remove_old(many, audit, most=20, needed={MADE[5]}) == []


def test_what_is_current_is_never_removed(many: Releases) -> None:
    many.remove(MADE[0])
    assert many.current().digest == MADE[0]


@pytest.mark.parametrize("value", ["19", "0", "-1", "many"])
def test_fewer_than_twenty_are_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLI_RELEASES_KEPT", value)
    with pytest.raises(SettingsError, match=f"HOLI_RELEASES_KEPT is '{value}'"):
        load_settings()
