"""Real models, as `make setup` has unpacked them; small libraries in the format of formats.md."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.encoder import Encoder, load_encoder
from knowledge.releases import Release, Releases
from knowledge.settings import ROOT, Settings, load_settings

LIBRARY = ROOT / "knowledge" / "library"
QUESTIONS = ROOT / "tests" / "questions"

FRONT_MATTER = """---
id: {id}
title: {title}
language: {language}
version: "2.1"
owner: Corporate Communications
effective: 2024-04-01
review_by: 2096-04-01
---
# {title}

"""
ENGLISH = """## 1 Parking

### 1.1 Permits

A parking permit costs 30 pounds a year and is bought from the Facilities desk.

### 1.2 Visitors

Visitors park free of charge for two hours:

- in the front car park
- never in the bays for disabled people.

## 2 Swimming

The pool closes at nine in the evening.
"""
WELSH = """## 1 Parcio

### 1.1 Trwyddedau

Mae trwydded barcio yn costio 30 punt y flwyddyn ac fe'i prynir wrth ddesg y Cyfleusterau.

### 1.2 Ymwelwyr

Caiff ymwelwyr barcio am ddim am ddwy awr:

- yn y maes parcio blaen
- byth yn y baeau i bobl anabl.

## 2 Nofio

Mae'r pwll yn cau am naw o'r gloch yr hwyr.
"""

WriteDocument = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> WriteDocument:
    """Write a document into a library folder, and return the folder."""

    def write_document(body: str, *, id: str = "cars", language: str = "en", title: str = "Cars", **extra: str) -> Path:
        folder = tmp_path / "library"
        folder.mkdir(exist_ok=True)
        head = FRONT_MATTER.format(id=id, title=title, language=language)
        for key, value in extra.items():
            head = head.replace("owner:", f"{key}: {value}\nowner:", 1)
        (folder / f"{id}.{language}.md").write_text(head + body, encoding="utf-8")
        return folder

    return write_document


@pytest.fixture
def cars(write: WriteDocument) -> Path:
    """A library of one small document in both languages."""
    write(ENGLISH)
    return write(WELSH, language="cy", title="Ceir")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    settings = load_settings()
    return load_encoder(settings.models, settings.model)


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "home")


@pytest.fixture
def car_release(cars: Path, releases: Releases, encoder: Encoder) -> Release:
    return releases.build(cars, encoder)


@pytest.fixture(scope="session")
def shipped(encoder: Encoder) -> Release:
    """The release of the library that we ship, as `make setup` has built it."""
    settings: Settings = load_settings()
    return Releases(settings.home).build(LIBRARY, encoder)
