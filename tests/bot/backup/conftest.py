"""A home with everything in it: questions, Rasa's copies, two releases, an audit trail, and secrets to look for."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.backup import settling
from bot.cli import app
from knowledge.encoder import Encoder
from knowledge.errors import HoliError
from knowledge.publishing import Publisher
from knowledge.releases import Releases
from tests.bot.privacy.conftest import Home, made, migrated  # noqa: F401, a fixture
from tests.conftest import ENGLISH, FRONT_MATTER, WELSH
from tests.ports import free_port

SECRETS = {
    "HOLI_SECRET_KEY": "a-secret-key-for-django",
    "HOLI_RASA_TOKEN": "a-token-for-rasa",
    "HOLI_SMTP_URL": "smtp://holi:a-password-for-mail@mail.example:587",
}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """Two releases of a small library."""
    folder = tmp_path_factory.mktemp("built")
    for price in ("30", "40"):
        (folder / "library").mkdir(exist_ok=True)
        for language, title, body in (("en", "Cars", ENGLISH), ("cy", "Ceir", WELSH)):
            text = FRONT_MATTER.format(id="cars", title=title, language=language) + body.replace("30", price)
            (folder / "library" / f"cars.{language}.md").write_text(text)
        Releases(folder).build(folder / "library", encoder)
    return folder


@dataclass
class Site:
    """`holi` as somebody runs it there, in this process."""

    home: Home
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.home.folder

    @contextmanager
    def _surroundings(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {"HOLI_HOME": str(self.folder), **self.environment}.items():
                patch.setenv(name, value)
            yield

    def holi(self, *arguments: str) -> str:
        with self._surroundings():
            done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    def refused(self, *arguments: str) -> str:
        """The sentence."""
        with self._surroundings(), pytest.raises(HoliError) as refusal:
            CliRunner().invoke(app, arguments, catch_exceptions=False)
        return str(refusal.value)

    def held(self) -> dict[str, bytes]:
        """Every file of the home."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()
        }


@pytest.fixture(scope="session")
def whole(built: Path, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:  # noqa: F811
    """Made once; what a test works on is a copy."""
    home = made(tmp_path_factory.mktemp("whole"), migrated)
    shutil.copytree(built / "releases", home.folder / "releases")
    first, second = (release.digest for release in Releases(home.folder).all())
    publisher = Publisher.at(home.folder)
    publisher.publish(first, "mair", "The first")
    publisher.publish(second, "mair", "The second")
    ports = {name: str(free_port()) for name in ("HOLI_PORT", "HOLI_RASA_PORT", "HOLI_ACTIONS_PORT")}
    library = {"HOLI_LIBRARY": str(built / "library")}
    return Site(home, {**SECRETS, **ports, **library, "HOLI_RETENTION_MONTHS": "12"})


def copied(site: Site, to: Path) -> Site:
    shutil.copytree(site.folder, to, symlinks=True)
    return Site(Home(to), dict(site.environment))


@pytest.fixture
def site(whole: Site, tmp_path: Path) -> Site:
    return copied(whole, tmp_path / "home")


@pytest.fixture
def empty(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Another machine."""
    return Site(Home(tmp_path_factory.mktemp("elsewhere") / "home"), site.environment)


@pytest.fixture
def backups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backups")


@pytest.fixture(scope="session")
def taken(whole: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taken")
    copied(whole, folder / "home").holi("backup", "--into", str(folder / "one.zip"))
    return folder / "one.zip"


@pytest.fixture
def archive(taken: Path, backups: Path) -> Path:
    """A backup of what the site was at first."""
    return Path(shutil.copy2(taken, backups))


@pytest.fixture
def unsettled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second that bringing the database up to date takes isn't what a test is about."""
    monkeypatch.setattr(settling, "run", lambda *_: [])
