"""`make recovery`: back up Holi while it is asked and publishes, restore it elsewhere, and ask both everything."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from knowledge.audit import Audit
from knowledge.publishing import Publisher
from knowledge.questions import read_questions
from knowledge.releases import Releases
from knowledge.settings import ROOT
from tests.e2e.conftest import Holi, furnish, start, stop

QUESTIONS = sorted((ROOT / "tests" / "questions").glob("*.jsonl"))
FEWER = int(os.environ.get("QUESTIONS") or 0)  # of each set
SHOWN = ("language", "outcome", "release", "messages")
TOGETHER = 2


def holi(home: Path, *arguments: str) -> str:
    environment = {**os.environ, "HOLI_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


@contextmanager
def started(home: Path) -> Iterator[Holi]:
    # Patient: what is compared are answers.
    running = start(home, HOLI_TURN_SECONDS="20")
    try:
        yield running
    finally:
        stop(running)


def answers(running: Holi, questions: list[str]) -> list[dict[str, Any]]:
    def ask(question: str) -> dict[str, Any]:
        reply = running.ask(question)
        return {name: reply[name] for name in SHOWN}

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(ask, questions))


def busy(running: Holi, questions: list[str], until: Event) -> int:
    asked = 0
    while not until.is_set():
        running.ask(questions[asked % len(questions)])
        asked += 1
    return asked


def publishing(home: Path, until: Event) -> int:
    """To and fro between two releases of the same library's models."""
    publisher = Publisher.at(home)
    current = publisher.releases.current()
    digests = [one.digest for one in publisher.releases.all() if one.manifest.encoder == current.manifest.encoder]
    published = 0
    while not until.is_set() or published % len(digests):
        publisher.publish(digests[(published + 1) % len(digests)], "recovery", "To and fro")
        published += 1
        time.sleep(0.2)
    publisher.publish(current.digest, "recovery", "As it was")
    return published


def main() -> None:
    sets = [[one.text for one in read_questions([file])] for file in QUESTIONS]
    questions = [question for asked in sets for question in asked[: FEWER or None]]
    with TemporaryDirectory(prefix="holi-recovery-") as name:
        folder = Path(name)
        home, other, archive = folder / "home", folder / "other", folder / "backup.zip"
        home.mkdir()
        furnish(home)
        with started(home) as running:
            stopped = Event()
            with ThreadPoolExecutor(2) as pool:
                asking = pool.submit(busy, running, questions, stopped)
                changing = pool.submit(publishing, home, stopped)
                time.sleep(5)
                began = time.monotonic()
                said = holi(home, "backup", "--into", str(archive))
                took = time.monotonic() - began
                stopped.set()
            print(f"While {asking.result()} questions were asked and {changing.result()} publications made:")
            print(f"  backed up in {took:.1f} s: {said.splitlines()[0]}")
            before = answers(running, questions)
        began = time.monotonic()
        print(f"  {holi(other, 'restore', str(archive)).splitlines()[0]}")
        print(f"  restored in {time.monotonic() - began:.1f} s")
        current = Releases(other).current_digest()
        (other / "models").symlink_to(home / "models")
        if current != Releases(home).current_digest():  # of the two, whichever was current at that moment
            Publisher.at(other).publish(Releases(home).current_digest(), "recovery", "The one that was asked")
        with started(other) as running:
            after = answers(running, questions)
        print(f"  the trail's {len(Audit(other).entries())} lines are whole")
    different = [index for index, (one, two) in enumerate(zip(before, after, strict=True)) if one != two]
    for index in different[:10]:
        print(f"  another answer: {questions[index]}")
    print(f"  {len(questions) - len(different)} of {len(questions)} answers are the same, with the same citations")
    sys.exit(bool(different))


if __name__ == "__main__":
    main()
