"""Publishing through the page by processes of their own: killed on the way, and two at the same moment."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.audit import Audit
from knowledge.encoder import Encoder
from knowledge.publishing import Publisher
from knowledge.releases import Release, Releases
from knowledge.settings import ROOT

KILLS = int(os.environ.get("KILLS") or 6)  # 20 in `make faults`
RACES = 3
PUBLISHER = """
import sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from bot.accounts.models import person_with
from bot.editorial.models import Draft
who, before, after = sys.argv[1:]
person = person_with(who, "publisher")
client = Client()
client.force_login(person)
draft = Draft.objects.create(
    title=who, base=before, compared_with=before, release=after, state="ready", created_by=person
)
print("ready", flush=True)
sys.stdin.readline()
page = client.post(f"/editorial/drafts/{draft.id}/publish?language=en", {"note": who, "reason": who}, follow=True)
print("published" if "Published. The next" in page.content.decode() else "refused", flush=True)
"""


@pytest.fixture
def home(releases: Releases) -> Path:
    return releases.folder.parent


@pytest.fixture
def three(car_release: Release, cars: Path, releases: Releases, encoder: Encoder) -> list[str]:
    """The release that is current, and two with other prices."""
    file, digests = cars / "cars.en.md", [car_release.digest]
    for price in ("40 pounds", "50 pounds"):
        file.write_text(file.read_text().replace("30 pounds", price).replace("40 pounds", price))
        digests.append(releases.build(cars, encoder).digest)
    releases.publish(car_release.digest)
    return digests


def publishing(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    """A process that is signed in and about to publish."""
    environment = {
        **os.environ, "HOLI_HOME": str(home), "HOLI_SECRET_KEY": "x", "HOLI_ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "bot.web.settings",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, *arguments],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def say_go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def test_a_page_killed_on_the_way_leaves_one_release_or_the_other(home: Path, three: list[str]) -> None:
    publisher = Publisher.at(home)
    chance = random.Random(5)
    with publishing(home, "mair", *three[:2]) as whole:
        began = time.perf_counter()
        say_go(whole)
        assert whole.communicate()[0] == "published\n"
        longest = time.perf_counter() - began
    publisher.releases.publish(three[0])
    seen = set()
    for number in range(KILLS):
        before, known = publisher.releases.current_digest(), len(publisher.audit.entries())
        (after,) = {*three[:2]} - {before}
        with publishing(home, "mair", before, after) as process:
            say_go(process)
            time.sleep((number + chance.random()) / KILLS * 1.1 * longest)
            process.kill()
        current = publisher.releases.current()
        assert current.digest in (before, after)
        assert current.library.anchors
        publisher.settle()
        said = [entry.what for entry in publisher.audit.entries()[known:]]
        assert said in ([], ["publishing", "published" if current.digest == after else "not completed"])
        assert said or current.digest == before
        seen.add(current.digest == after)
        publisher.releases.publish(before)
    assert seen == {True, False}  # some were killed before the switch, and some after


def test_of_two_who_publish_at_the_same_moment_one_is_refused(home: Path, three: list[str]) -> None:
    old, one, other = three
    releases = Releases(home)
    for round in range(1, RACES + 1):
        mair, alun = publishing(home, "mair", old, one), publishing(home, "alun", old, other)
        for process in (mair, alun):
            say_go(process)
        said = {name: process.communicate()[0].strip() for name, process in (("mair", mair), ("alun", alun))}
        assert sorted(said.values()) == ["published", "refused"]
        won = {"mair": one, "alun": other}[next(who for who, what in said.items() if what == "published")]
        assert releases.current_digest() == won
        published = [entry.release for entry in Audit(home).entries() if entry.what == "published"]
        assert len(published) == round
        assert published[-1] == won
        releases.publish(old)
