"""`make load` and `make soak`: many people asking at once, on this machine, measured and printed. Run it with nothing
else running."""

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import httpx
import numpy as np
from prometheus_client.parser import text_string_to_metric_families

from knowledge.settings import ROOT
from tests.bench import processes
from tests.bot.teams.microsoft import Microsoft, running
from tests.e2e.conftest import Holi, furnish, start, stop, with_teams
from tests.ports import free_port

WIDGET, TEAMS = "InTheWidget", "InTeams"
BURST, STAFF = 20, 40  # people
READING, BUSY_READING = 20, 10  # seconds between two questions of a person, from half as long to half as long again
WANTED = 1500  # ms, p95
STEPS_UP = (80, 120, 160, 240, 320)


@dataclass(frozen=True)
class Figures:
    asked: int
    failed: int
    p50: float
    p95: float

    def __str__(self) -> str:
        return f"p50 {self.p50:.0f} ms, p95 {self.p95:.0f} ms ({self.asked} asked, {self.failed} failed)"


@dataclass(frozen=True)
class Place:
    holi: Holi
    actions: str
    microsoft: Microsoft
    folder: Path

    def ask(self, who: str, people: int, reading: int, seconds: int) -> Figures:
        environment = {
            **os.environ,
            "LOAD_ASKED": str(self.folder / "asked.jsonl"),
            "LOAD_READING": str(reading),
            "LOAD_SERVICE_URL": self.microsoft.service_url,
            "LOAD_TOKEN": self.microsoft.token(),
        }
        arguments = [
            "-f", "tests/load/people.py", who, "--headless", "--only-summary", "-H", self.holi.url,
            "-u", str(people), "-r", str(people), "-t", f"{seconds}s", "--csv", str(self.folder / who),
            "--exit-code-on-error", "0",
        ]  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "locust", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
        with (self.folder / f"{who}_stats.csv").open() as source:
            row = next(csv.DictReader(source))
        return Figures(int(row["Request Count"]), int(row["Failure Count"]), float(row["50%"]), float(row["95%"]))

    def resident(self) -> str:
        held = processes(self.holi)
        return ", ".join(f"{name} {kb // 1024} MB" for name, kb in held.items())

    def steps(self) -> dict[str, tuple[float, float]]:
        """Of each step: seconds in all, and how often."""
        found: dict[str, tuple[float, float]] = {}
        for url in (f"{self.holi.url}/metrics", f"{self.actions}/metrics"):
            for family in text_string_to_metric_families(httpx.get(url, trust_env=False).text):
                if family.name == "holi_step_seconds":
                    values = {(each.name, each.labels.get("step", "")): each.value for each in family.samples}
                    for name, step in [key for key in values if key[0].endswith("_sum")]:
                        found[step] = (values[name, step], values[name.replace("_sum", "_count"), step])
        return found


def posted(microsoft: Microsoft, folder: Path) -> Iterator[float]:
    """Milliseconds from each question in Teams to the first message that answers it."""
    answered: dict[str, float] = {}
    for each in microsoft.taken("POST"):
        answered.setdefault(each.conversation, each.at)
    for line in (folder / "asked.jsonl").read_text().splitlines():
        asked = json.loads(line)
        if asked["place"] in answered:
            yield (answered[asked["place"]] - asked["at"]) * 1000


def burst(place: Place) -> None:
    print(f"{BURST} people, each asking every {READING} s, all of them at once to begin with")
    print(f"  widget, answered: {place.ask(WIDGET, BURST, READING, 60)}")
    print(f"  Teams, acknowledged: {place.ask(TEAMS, BURST, READING, 60)}")
    times = list(posted(place.microsoft, place.folder))
    for label, part in (("all at once", times[:BURST]), ("after that", times[BURST:])):
        p50, p95 = np.percentile(part, [50, 95])
        print(f"  Teams, answer posted, {label}: p50 {p50:.0f} ms, p95 {p95:.0f} ms ({len(part)})")


def staff(place: Place, seconds: int) -> None:
    print(f"{STAFF} people, each asking every {BUSY_READING} s, for {seconds} s; {place.resident()}")
    print(f"  widget, answered: {place.ask(WIDGET, STAFF, BUSY_READING, seconds)}")
    print(f"  {place.resident()}")


def saturation(place: Place) -> None:
    """More and more people, until one in twenty waits too long."""
    print(f"More people, each asking every {BUSY_READING} s:")
    for people in STEPS_UP:
        before = place.steps()
        figures = place.ask(WIDGET, people, BUSY_READING, 60)
        print(f"  {people}: {figures}, {figures.asked / 60:.1f} a second")
        if figures.p95 > WANTED or figures.failed:
            after = place.steps()
            for step, (seconds, often) in sorted(after.items(), key=lambda one: -one[1][0]):
                spent, count = seconds - before.get(step, (0, 0))[0], often - before.get(step, (0, 0))[1]
                if count:
                    print(f"    {step}: {spent / count * 1000:.0f} ms each")
            return


def soak(place: Place) -> None:
    """An hour of staff at work; memory is printed every five minutes."""
    done = Event()

    def watch() -> None:
        began = time.monotonic()
        while not done.wait(300):
            print(f"  after {(time.monotonic() - began) / 60:.0f} min: {place.resident()}", flush=True)

    watching = Thread(target=watch)
    watching.start()
    try:
        staff(place, int(os.environ.get("SECONDS_ASKED") or 3600))
    finally:
        done.set()
        watching.join()


@contextmanager
def standing() -> Iterator[Place]:
    with running() as microsoft, TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        (folder / "home").mkdir()
        holi = start(furnish(folder / "home"), HOLI_ACTIONS_PORT=str(port), **with_teams(microsoft))
        try:
            for language in ("cy", "en"):
                holi.ask("Who has to approve a new page?", language=language)
            yield Place(holi, f"http://127.0.0.1:{port}", microsoft, folder)
        finally:
            stop(holi)


if __name__ == "__main__":
    with standing() as here:
        if sys.argv[1:] == ["soak"]:
            soak(here)
        else:
            burst(here)
            staff(here, int(os.environ.get("SECONDS_ASKED") or 600))
            saturation(here)
