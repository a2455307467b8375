"""A home whose current release is the small library, and people of each role."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from bot.accounts.models import person_with
from bot.editorial.build import build
from knowledge.releases import Release, Releases


@pytest.fixture
def published(releases: Releases, car_release: Release, tmp_path: Path, settings, monkeypatch) -> Path:  # type: ignore[no-untyped-def]
    releases.publish(car_release.digest)
    settings.HOLI_HOME = releases.folder.parent
    settings.HOLI_QUESTIONS = tmp_path / "no-questions"
    monkeypatch.setattr("bot.editorial.build.start", build)  # in this process: it sees this test's database
    return Path(settings.HOLI_HOME)


@pytest.fixture
def signed_in(published: Path) -> Callable[[str], Client]:
    """A browser of somebody with this role, named after it."""

    def sign_in(role: str, name: str = "") -> Client:
        client = Client()
        client.force_login(person_with(name or role, role))
        return client

    return sign_in
