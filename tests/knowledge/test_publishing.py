import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.encoder import Encoder
from knowledge.errors import ReleaseError
from knowledge.publishing import Publisher
from knowledge.releases import Release, Releases
from knowledge.settings import ROOT


@pytest.fixture
def publisher(releases: Releases) -> Publisher:
    return Publisher.at(releases.folder.parent)


@pytest.fixture
def two(car_release: Release, cars: Path, releases: Releases, encoder: Encoder) -> tuple[Release, Release]:
    """The release that is current, and one with another price."""
    file = cars / "cars.en.md"
    file.write_text(file.read_text().replace("30 pounds", "40 pounds"))
    newer = releases.build(cars, encoder)
    releases.publish(car_release.digest)
    return car_release, newer


def test_what_is_published_has_a_name_and_a_reason(publisher: Publisher, two: tuple[Release, Release]) -> None:
    old, new = two
    with pytest.raises(ReleaseError, match="note"):
        publisher.publish(new.digest, "mair", " ")
    assert publisher.releases.current_digest() == old.digest
    publisher.publish(new.digest, "mair", "the new price")
    assert publisher.releases.current_digest() == new.digest
    last = publisher.audit.entries()[-1]
    assert (last.who, last.what, last.note, last.release) == ("mair", "published", "the new price", new.digest)


def test_rolling_back_brings_the_earlier_texts_back(
    publisher: Publisher, two: tuple[Release, Release], encoder: Encoder
) -> None:
    old, new = two
    publisher.publish(new.digest, "mair", "the new price")
    publisher.roll_back(old.digest, "alun", "the price was wrong", encoder)
    assert publisher.releases.current_digest() == old.digest
    assert [entry.what for entry in publisher.audit.entries()] == [
        "publishing", "published", "rolling back", "rolled back",
    ]  # fmt: skip


def test_two_at_once_get_one_release_and_one_refusal(publisher: Publisher, two: tuple[Release, Release]) -> None:
    old, new = two
    publisher.publish(new.digest, "mair", "first", instead_of=old.digest)
    with pytest.raises(ReleaseError, match="meanwhile"):
        publisher.publish(old.digest, "alun", "second", instead_of=old.digest)
    assert publisher.releases.current_digest() == new.digest
    assert publisher.audit.entries()[-1].what == "not completed"


def test_an_altered_audit_trail_is_seen(publisher: Publisher, two: tuple[Release, Release]) -> None:
    publisher.publish(two[1].digest, "mair", "the new price")
    file = publisher.audit.file
    file.write_text(file.read_text().replace("mair", "alun", 1))
    with pytest.raises(ReleaseError, match=r"audit\.jsonl:2"):
        publisher.audit.entries()


def test_the_trail_as_csv_runs_nothing_in_a_spreadsheet(publisher: Publisher) -> None:
    publisher.audit.append("mair", "published", note="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in publisher.audit.csv()


PUBLISH = """
import sys
from pathlib import Path
from knowledge.audit import Audit
from knowledge.publishing import Publisher
from knowledge.releases import Releases
home, digest = sys.argv[1:]
publisher = Publisher(Releases(Path(home)), Audit(Path(home)))
print("ready", flush=True)
publisher.publish(digest, "mair", "killed on the way")
"""


def test_kill_at_any_moment_leaves_one_release_or_the_other(publisher: Publisher, two: tuple[Release, Release]) -> None:
    home = publisher.releases.folder.parent
    chance = random.Random(4)
    for _ in range(20):
        before, known = publisher.releases.current_digest(), len(publisher.audit.entries())
        (after,) = {release.digest for release in two} - {before}
        with subprocess.Popen(
            [sys.executable, "-c", PUBLISH, str(home), after], cwd=ROOT, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.random() * 0.01)
            process.kill()
        current = publisher.releases.current()
        assert current.digest in (before, after)
        assert current.library.anchors  # whole
        publisher.settle()
        said = [entry.what for entry in publisher.audit.entries()[known:]]
        assert said in ([], ["publishing", "published" if current.digest == after else "not completed"])
        assert said or current.digest == before
        publisher.releases.publish(before)
