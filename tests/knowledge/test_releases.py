from pathlib import Path

import pytest

from knowledge.encoder import Encoder
from knowledge.errors import LibraryError, ReleaseError
from knowledge.models import Language
from knowledge.releases import Release, Releases
from knowledge.texts import read_texts


def test_the_same_library_is_the_same_release(
    car_release: Release, cars: Path, releases: Releases, encoder: Encoder
) -> None:
    assert releases.build(cars, encoder).digest == car_release.digest
    assert len(releases.all()) == 1


def test_building_does_not_publish(car_release: Release, releases: Releases) -> None:
    with pytest.raises(ReleaseError, match="No release is current"):
        releases.current()
    releases.publish(car_release.digest)
    assert releases.current().digest == car_release.digest


def test_a_release_keeps_its_text_when_the_library_changes(car_release: Release, cars: Path) -> None:
    (cars / "cars.en.md").write_text("nothing")
    document = car_release.library.document("cars", Language.EN)
    assert document is not None
    assert document.sections[1].text.startswith("A parking permit")


def test_a_library_that_cannot_be_cited_leaves_the_current_release(
    car_release: Release, cars: Path, releases: Releases, encoder: Encoder
) -> None:
    releases.publish(car_release.digest)
    (cars / "cars.en.md").write_text("nothing")
    with pytest.raises(LibraryError):
        releases.build(cars, encoder)
    assert releases.current().digest == car_release.digest
    assert [path.name for path in releases.folder.glob(".building-*")] == []


def test_what_a_killed_build_left_is_cleared_by_the_next(cars: Path, releases: Releases, encoder: Encoder) -> None:
    (releases.folder / ".building-x").mkdir(parents=True)
    releases.build(cars, encoder)
    assert list(releases.folder.glob(".building-*")) == []


class CountingEncoder:
    def __init__(self, encoder: Encoder, most: int = 1000) -> None:
        self.encoder, self.digest, self.texts, self.most = encoder, encoder.digest, 0, most

    def encode(self, texts, language):  # type: ignore[no-untyped-def]
        self.texts += len(texts)
        if self.texts > self.most:
            raise KeyboardInterrupt
        return self.encoder.encode(texts, language)

    def encode_questions(self, texts, language):  # type: ignore[no-untyped-def]
        return self.encoder.encode_questions(texts, language)


def test_only_what_changed_is_encoded_again(
    car_release: Release, cars: Path, releases: Releases, encoder: Encoder
) -> None:
    file = cars / "cars.en.md"
    file.write_text(file.read_text().replace("30 pounds", "40 pounds"))
    counting = CountingEncoder(encoder)
    release = releases.build(cars, counting)
    assert release.digest != car_release.digest
    assert counting.texts == 1  # the section as a whole
    assert len(read_texts([release.folder])) == len(read_texts([car_release.folder]))


def test_a_build_that_is_stopped_goes_on_from_there(
    cars: Path, releases: Releases, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.index.PART", 2)
    monkeypatch.setattr("knowledge.index.BATCH", 1)
    with pytest.raises(KeyboardInterrupt):
        releases.build(cars, CountingEncoder(encoder, most=3))
    second = CountingEncoder(encoder)
    release = releases.build(cars, second)
    assert second.texts == len(read_texts([release.folder])) - 2
    assert list(releases.folder.glob(".encoded-*")) == []


def test_a_release_that_is_not_whole_is_refused(car_release: Release, releases: Releases) -> None:
    (car_release.folder / "manifest.json").unlink()
    with pytest.raises(ReleaseError, match="no whole release"):
        releases.publish(car_release.digest)


def test_a_register_that_points_nowhere_is_not_built(cars: Path, releases: Releases, encoder: Encoder) -> None:
    (cars / "register.yml").write_text(
        "documents: [{id: x, title: {en: X, cy: X}, listed_in: 'cars#9', also_called: {en: [x], cy: [x]}}]"
    )
    with pytest.raises(LibraryError, match="no section cars#9"):
        releases.build(cars, encoder)
