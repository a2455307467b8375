"""A site over a small library of its own, and a publisher signed in."""

from pathlib import Path

import pytest
from django.test import Client

from bot.accounts.models import person_with
from bot.editorial.build import build
from knowledge.releases import Release, Releases


@pytest.fixture
def home(releases: Releases, car_release: Release, tmp_path: Path, settings, monkeypatch) -> Path:  # type: ignore[no-untyped-def]
    releases.publish(car_release.digest)
    settings.HOLI_HOME = releases.folder.parent
    questions = tmp_path / "questions"
    questions.mkdir()
    (questions / "en.jsonl").write_text(
        '{"id": "1", "language": "en", "question": "What does a parking permit cost?", "expects": [["cars", "1.1"]]}\n'
        '{"id": "2", "language": "en", "question": "When does the swimming pool close?", "expects": [["cars", "2"]]}\n'
    )
    settings.HOLI_QUESTIONS = questions
    monkeypatch.setattr("bot.editorial.build.start", build)  # in this process: it sees this test's database
    return Path(settings.HOLI_HOME)


@pytest.fixture
def publisher(client: Client, home: Path) -> Client:
    client.force_login(person_with("mair", "publisher"))
    return client
