"""A site over the small library, and people of each role."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from bot.accounts.models import person_with
from bot.editorial.build import build
from knowledge.releases import Release, Releases


@pytest.fixture(autouse=True)
def _no_limits(settings: Settings) -> None:
    """One test asks more than a person does."""
    settings.HOLI_LIMITS = {}


@pytest.fixture
def published(releases: Releases, car_release: Release, tmp_path: Path, settings, monkeypatch) -> Path:  # type: ignore[no-untyped-def]
    """A home whose current release it is, without saved questions."""
    releases.publish(car_release.digest)
    settings.HOLI_HOME = releases.folder.parent
    settings.HOLI_QUESTIONS = tmp_path / "questions"
    settings.HOLI_QUESTIONS.mkdir()
    monkeypatch.setattr("bot.editorial.build.start", build)  # in this process: it sees this test's database
    return Path(settings.HOLI_HOME)


@pytest.fixture
def home(published: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    """The same, with two saved questions."""
    (settings.HOLI_QUESTIONS / "en.jsonl").write_text(
        '{"id": "1", "language": "en", "question": "What does a parking permit cost?", "expects": [["cars", "1.1"]]}\n'
        '{"id": "2", "language": "en", "question": "When does the swimming pool close?", "expects": [["cars", "2"]]}\n'
    )
    return published


@pytest.fixture
def publisher(client: Client, home: Path) -> Client:
    client.force_login(person_with("mair", "publisher"))
    return client


@pytest.fixture
def signed_in(published: Path) -> Callable[[str], Client]:
    """A browser of somebody with this role, named after it."""

    def sign_in(role: str, name: str = "") -> Client:
        client = Client()
        client.force_login(person_with(name or role, role))
        return client

    return sign_in
