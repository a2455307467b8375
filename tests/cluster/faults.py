"""What may go wrong while people ask, done to a cluster on purpose: `make faults`. The runbook names these tests.

After each, no question is missing from the log and none is there twice, nobody was answered in the wrong language or
from another's question, what people were told meanwhile was a sentence, and Holi is back by itself within 30 seconds.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from knowledge.encoder import load_encoder
from knowledge.releases import Releases
from knowledge.settings import ROOT, load_settings
from tests.cluster.asking import ASKED, Crowd, right_sections, seconds_until_answered
from tests.cluster.cluster import Cluster, running

TURNS = 200
FEWER = 24
EACH = ("web1", "actions1", "rasa1", "review1", "redis", "nginx")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def right(cluster: Cluster) -> dict[str, set[str]]:
    return right_sections(cluster)


@pytest.fixture(autouse=True)
def _whole(cluster: Cluster) -> Iterator[None]:
    cluster.wait()
    yield
    print(f"all processes ready again after {cluster.wait():.1f} s more")


def report(what: str, crowd: Crowd, right: dict[str, set[str]], back: float) -> None:
    print(f"\n{what}: answered again after {back:.1f} s; {crowd.check(right)}")


def test_kill_each_process_in_the_middle_of_200_turns(cluster: Cluster, right: dict[str, set[str]]) -> None:
    with Crowd(cluster, TURNS) as crowd:
        for number, name in enumerate(EACH, start=1):
            crowd.reached(number / (len(EACH) + 2))
            os.kill(cluster.pid(name), signal.SIGKILL)
            print(f"\n{name} killed: answered again after {seconds_until_answered(cluster):.1f} s", end="")
    # What seconds_until_answered asked stands in the log too.
    crowd.before = 0
    kept = [told for told in crowd.told if told.status == 200]
    rows = cluster.rows("select id from chat_question where id = any(%s)", [told.body["question_id"] for told in kept])
    assert len(rows) == len(kept)
    assert len(kept) >= TURNS * 0.8


def test_postgres_stopped_for_ten_seconds(cluster: Cluster, right: dict[str, set[str]]) -> None:
    with Crowd(cluster, 10_000) as crowd:
        time.sleep(3)
        cluster.postgres.stop()
        time.sleep(10)
        cluster.postgres.start()
        began = time.monotonic()
        while not any(told.at > began and told.body.get("outcome") == "answered" for told in crowd.told):
            assert time.monotonic() - began < 30
            time.sleep(0.1)
        back = time.monotonic() - began
        crowd.enough.set()
    report("PostgreSQL stopped for 10 s", crowd, right, back)
    assert cluster.rows("select 1 from chat_question where reason = 'database'")


def test_redis_stopped(cluster: Cluster, right: dict[str, set[str]]) -> None:
    with Crowd(cluster, FEWER) as crowd:
        crowd.reached(0.2)
        cluster.stop("redis")
        crowd.reached(0.6)
        cluster.start("redis")
        began = time.monotonic()
    back = next(told.at - began for told in crowd.told if told.at > began and told.body.get("outcome") == "answered")
    report("Redis stopped", crowd, right, back)


def test_disk_full_while_postgres_is_stopped(cluster: Cluster) -> None:
    """Nothing can be kept: then that is what people are told."""
    spool = cluster.home / "spool"
    spool.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(spool)], check=True)
    try:
        cluster.postgres.stop()
        (spool / "full").write_bytes(b"x" * 8192)
        replies = [cluster.post(ASKED["cy"][0], language="cy") for _ in range(6)]
        refused = [reply for reply in replies if reply.status_code == 503]
        assert refused
        assert all("wasn't asked" in reply.json()["error"]["message"]["en"] for reply in refused)
        kept = [reply.json()["question_id"] for reply in replies if reply.status_code == 200]
        (spool / "full").unlink()
        cluster.postgres.start()
        deadline = time.monotonic() + 30
        while list(spool.glob("*.json")):
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert len(cluster.rows("select 1 from chat_question where id = any(%s::uuid[])", kept)) == len(kept)
    finally:
        subprocess.run(["umount", str(spool)], check=True)


def test_corrupted_release(cluster: Cluster, right: dict[str, set[str]]) -> None:
    releases = Releases(cluster.home)
    before = releases.current_digest()
    broken = releases.folder / "0123456789abcdef"
    shutil.copytree(releases.folder / before, broken)
    for file in broken.iterdir():
        if file.is_file() and file.name != "manifest.json":
            file.write_bytes(b"damaged")
    releases.publish(broken.name)
    try:
        reply = cluster.ask(ASKED["en"][0], language="en")
        assert (reply["outcome"], reply["release"]) == ("answered", before)
    finally:
        releases.publish(before)
        shutil.rmtree(broken)


def test_corrupted_lock(cluster: Cluster) -> None:
    first = cluster.ask(ASKED["en"][0], language="en")
    port = next(line.split(":")[-1].split("/")[0] for line in _environment(cluster) if "HOLI_REDIS_URL" in line)
    redis.Redis(port=int(port)).set(f"lock:{first['conversation']}", b"damaged")
    assert cluster.ask(ASKED["en"][1], language="en", conversation=first["conversation"])["outcome"] != "failed"


def _environment(cluster: Cluster) -> list[str]:
    return (cluster.folder / "web1.sh").read_text().splitlines()


def test_corrupted_model(cluster: Cluster, right: dict[str, set[str]]) -> None:
    """The other Rasa goes on, and the first comes back once the model is whole."""
    model: Path = cluster.home / "rasa" / "holi.tar.gz"
    whole = model.read_bytes()
    model.write_bytes(whole[:1000])
    try:
        os.kill(cluster.pid("rasa1"), signal.SIGKILL)
        print(f"\nRasa's model damaged: answered again after {seconds_until_answered(cluster):.1f} s")
    finally:
        model.write_bytes(whole)


def test_slow_action_server(cluster: Cluster, right: dict[str, set[str]]) -> None:
    slow = cluster.pid("actions1")
    with Crowd(cluster, FEWER) as crowd:
        crowd.reached(0.2)
        os.kill(slow, signal.SIGSTOP)
        try:
            back = seconds_until_answered(cluster)
        finally:
            os.kill(slow, signal.SIGCONT)
    print(f"\nan action server stands still: answered after {back:.1f} s")


def test_release_published_under_load(cluster: Cluster, right: dict[str, set[str]], tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(ROOT / "knowledge" / "library", library)
    for file in library.glob("social-media-policy.*.md"):
        file.write_text(file.read_text().replace('version: "1.0"', 'version: "1.1"'))
    settings = load_settings()
    releases = Releases(cluster.home)
    before = releases.current_digest()
    after = releases.build(library, load_encoder(settings.models, settings.model)).digest
    with Crowd(cluster, FEWER * 2) as crowd:
        crowd.reached(0.4)
        releases.publish(after)
        at = time.monotonic()
    releases.publish(before)
    answered = [told for told in crowd.told if told.body.get("outcome") == "answered"]
    assert {told.body["release"] for told in answered} == {before, after}
    old = [told.at - at for told in answered if told.body["release"] == before]
    report("a release published under load", crowd, right, max(0.0, *old))


def test_restart_everything_under_load(cluster: Cluster, right: dict[str, set[str]]) -> None:
    with Crowd(cluster, 10_000) as crowd:
        time.sleep(3)
        for name in cluster.states():
            os.kill(cluster.pid(name), signal.SIGTERM)
        began = time.monotonic()
        while not any(told.at > began + 1 and told.body.get("outcome") == "answered" for told in crowd.told):
            assert time.monotonic() - began < 30
            time.sleep(0.1)
        back = time.monotonic() - began
        crowd.enough.set()
    report("everything restarted", crowd, right, back)
