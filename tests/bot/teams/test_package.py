"""The app package for Teams, against the schemas that Microsoft publishes."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator
from PIL import Image
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.teams.kept import asks_what_is_kept
from knowledge.errors import SettingsError
from knowledge.settings import ROOT

APP = "3f0b2a52-8f3d-4a57-9f0c-6a3a1d7e9b11"
SCHEMAS = ROOT / "tests" / "bot" / "teams" / "schemas"


def run(into: Path, *more: str, url: str = "https://holi.example", app_id: str = APP) -> Result:
    arguments = ["teams-package", "--url", url, "--app-id", app_id, "--into", str(into), *more]
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    into = tmp_path / "holi.zip"
    assert run(into, "--organisation", "Cyngor Sir Gâr").exit_code == 0
    with ZipFile(into) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def problems(schema: str, found: Any) -> list[str]:
    validator = Draft4Validator(json.loads((SCHEMAS / f"{schema}.schema.json").read_text()))
    return [f"{'/'.join(map(str, each.path))}: {each.message}" for each in validator.iter_errors(found)]


def test_the_manifest_is_valid(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    assert problems("manifest", manifest) == []
    assert (manifest["id"], manifest["bots"][0]["botId"]) == (APP, APP)
    assert manifest["validDomains"] == ["holi.example"]
    assert manifest["developer"]["name"] == "Cyngor Sir Gâr"
    assert manifest["bots"][0]["scopes"] == ["personal", "team", "groupChat"]


@pytest.mark.parametrize("language", ["cy", "en"])
def test_each_languages_file_is_valid_and_names_every_text(files: dict[str, bytes], language: str) -> None:
    texts = json.loads(files[f"{language}.json"])
    assert problems("localization", texts) == []
    assert texts.keys() == json.loads(files["cy.json"]).keys()
    assert all(texts.values())


def test_the_schema_would_refuse_a_text_that_is_too_long(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    manifest["description"]["short"] = "x" * 81
    assert problems("manifest", manifest)


def test_the_manifest_lists_the_languages_that_are_there(files: dict[str, bytes]) -> None:
    listed = json.loads(files["manifest.json"])["localizationInfo"]
    assert listed["defaultLanguageTag"] == "cy"
    named = {listed["defaultLanguageFile"], *(each["file"] for each in listed["additionalLanguages"])}
    assert named == {"cy.json", "en.json"}
    assert named < files.keys()


def test_no_permission_is_asked_for(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    assert not {"permissions", "authorization", "webApplicationInfo", "devicePermissions"} & manifest.keys()


@pytest.mark.parametrize(("name", "size"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_are_as_teams_wants_them(files: dict[str, bytes], name: str, size: int) -> None:
    icon = Image.open(BytesIO(files[name]))
    assert (icon.format, icon.size) == ("PNG", (size, size))


def test_the_outline_is_white_on_nothing(files: dict[str, bytes]) -> None:
    flat = Image.open(BytesIO(files["outline.png"])).convert("RGBA").tobytes()
    pixels = {flat[place : place + 4] for place in range(0, len(flat), 4)}
    assert {pixel[:3] for pixel in pixels if pixel[3]} == {b"\xff\xff\xff"}
    assert any(pixel[3] == 0 for pixel in pixels)


def test_the_same_package_has_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    assert run(first).exit_code == run(second).exit_code == 0
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"url": "http://holi.example"}, "--url is 'http://holi.example'"),
        ({"url": "holi.example"}, "https://"),
        ({"app_id": "holi"}, "--app-id is 'holi'"),
    ],
)
def test_what_teams_would_refuse_is_refused_in_a_sentence(tmp_path: Path, given: dict[str, str], words: str) -> None:
    result = run(tmp_path / "x.zip", **given)
    assert isinstance(result.exception, SettingsError)
    assert words in str(result.exception)
    assert not (tmp_path / "x.zip").exists()


def test_a_name_longer_than_teams_takes_is_refused(tmp_path: Path) -> None:
    assert run(tmp_path / "x.zip", "--organisation", "C" * 32).exit_code == 0
    assert isinstance(run(tmp_path / "y.zip", "--organisation", "C" * 33).exception, SettingsError)


@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_command_about_what_is_kept_is_one_that_holi_knows(files: dict[str, bytes], language: str) -> None:
    texts = json.loads(files[f"{language}.json"])
    assert any(asks_what_is_kept(text) for name, text in texts.items() if name.endswith(".title"))
