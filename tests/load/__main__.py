"""`make load`: many people asking at once, on this machine, measured and printed. Run it with nothing else running."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from knowledge.settings import ROOT
from tests.bot.teams.microsoft import Microsoft, running
from tests.e2e.conftest import Holi, furnish, start, stop, with_teams

PEOPLE = int(os.environ.get("PEOPLE") or 20)
SECONDS = int(os.environ.get("SECONDS_ASKED") or 60)
READING = os.environ.get("READING") or "20"  # seconds between two questions of a person
WIDGET, TEAMS = "InTheWidget", "InTeams"


def ask(holi: Holi, microsoft: Microsoft, who: str, folder: Path) -> None:
    environment = {
        **os.environ,
        "LOAD_ASKED": str(folder / "asked.jsonl"),
        "LOAD_READING": READING,
        "LOAD_SERVICE_URL": microsoft.service_url,
        "LOAD_TOKEN": microsoft.token(),
    }
    arguments = [
        "-f", "tests/load/people.py", who, "--headless", "--only-summary", "-H", holi.url,
        "-u", str(PEOPLE), "-r", str(PEOPLE), "-t", f"{SECONDS}s", "--csv", str(folder / who),
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "locust", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def summary(folder: Path, who: str) -> str:
    with (folder / f"{who}_stats.csv").open() as source:
        row = next(csv.DictReader(source))
    name, failed = row["Name"], row["Failure Count"]
    return f"{name}: p50 {row['50%']} ms, p95 {row['95%']} ms ({row['Request Count']} asked, {failed} failed)"


def posted(microsoft: Microsoft, folder: Path) -> Iterator[float]:
    """Milliseconds from each question in Teams to the first message that answers it."""
    answered: dict[str, float] = {}
    for each in microsoft.taken("POST"):
        answered.setdefault(each.conversation, each.at)
    for line in (folder / "asked.jsonl").read_text().splitlines():
        asked = json.loads(line)
        if asked["place"] in answered:
            yield (answered[asked["place"]] - asked["at"]) * 1000


def main() -> None:
    with running() as microsoft, TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "home").mkdir()
        holi = start(furnish(folder / "home"), **with_teams(microsoft))
        try:
            for language in ("cy", "en"):
                holi.ask("Who has to approve a new page?", language=language)
            print(f"{PEOPLE} people, each asking every {READING} s, for {SECONDS} s; all of them at once to begin with")
            ask(holi, microsoft, WIDGET, folder)
            print(summary(folder, WIDGET))
            ask(holi, microsoft, TEAMS, folder)
            print(summary(folder, TEAMS))
            times = list(posted(microsoft, folder))
            for label, part in (("all at once", times[:PEOPLE]), ("after that", times[PEOPLE:])):
                print(
                    f"Teams, answer posted, {label}: p50 {np.percentile(part, 50):.0f} ms,"
                    f" p95 {np.percentile(part, 95):.0f} ms ({len(part)})"
                )
        finally:
            stop(holi)


if __name__ == "__main__":
    main()
