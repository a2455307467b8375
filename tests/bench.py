"""`make bench`: start, turns, memory and build, measured and printed. Run it with nothing else running."""

import os
import platform
import statistics
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import numpy as np

from knowledge.encoder import load_encoder
from knowledge.models import Language
from knowledge.questions import read_questions
from knowledge.releases import Releases
from knowledge.settings import ROOT, environment, load_settings
from tests.e2e.conftest import Holi, start, stop

TURNS = 60
QUESTIONS = ("en.dev.jsonl", "cy.dev.jsonl")


def resident(pid: int) -> int:
    """Kilobytes that a process holds and does not share (its proportional share of what it does)."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))


def processes(holi: Holi) -> dict[str, int]:
    parts = {"rasa": "rasa run", "actions": "actions.server", "web": "bot.web.asgi", "review": "review.worker"}
    return {name: resident(holi.child(part)) for name, part in parts.items()} | {"run": resident(holi.process.pid)}


def milliseconds(times: list[float]) -> str:
    return f"p50 {np.percentile(times, 50) * 1000:.0f} ms, p95 {np.percentile(times, 95) * 1000:.0f} ms"


def timed(call) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def main() -> None:
    settings = load_settings()
    os.environ.pop("HOLI_HOME", None)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    began = time.perf_counter()
    holi = start(settings.home)
    try:
        asked = read_questions([ROOT / "tests" / "questions" / name for name in QUESTIONS])
        holi.ask(asked[0].text)
        print(f"second start to first answer: {time.perf_counter() - began:.1f} s")
        for language in Language:
            texts = [question.text for question in asked if question.language is language and not question.previous]
            times = [timed(partial(holi.ask, text, language=language)) for text in texts[:TURNS]]
            print(f"a turn through the web API, {language}: {milliseconds(times)} ({len(times)} turns)")
        encoder = load_encoder(settings.models, settings.model)
        for language in Language:
            encoder.encode_questions(["warm"], language)
        encodings = [timed(partial(encoder.encode_questions, [q.text], q.language)) for q in asked[:TURNS]]
        greetings = [timed(lambda: rasa(holi, settings.home)) for _ in range(TURNS)]
        print(f"Rasa with a fixed reply: {milliseconds(greetings)}; one encoding: {milliseconds(encodings)}")
        print(f"their sum, p50: {(statistics.median(greetings) + statistics.median(encodings)) * 1000:.0f} ms")
        held = processes(holi)
        print("resident: " + ", ".join(f"{name} {kb // 1024} MB" for name, kb in held.items()))
        print(f"resident, all: {sum(held.values()) // 1024} MB")
    finally:
        stop(holi)
    with TemporaryDirectory() as folder:
        built = timed(lambda: Releases(Path(folder)).build(settings.library, encoder))
    print(f"building the shipped library: {built:.1f} s")


def rasa(holi: Holi, home: Path) -> None:
    line = Path(f"/proc/{holi.child('rasa run')}/cmdline").read_bytes().split(b"\0")
    port = line[line.index(b"-p") + 1].decode()
    response = httpx.post(
        f"http://127.0.0.1:{port}/webhooks/holi/webhook",
        json={"sender": f"bench-{time.monotonic_ns()}", "message": "hello", "metadata": {"language": "en"}},
        headers={"Authorization": f"Bearer {environment()['HOLI_RASA_TOKEN']}"},
        trust_env=False,
    )
    response.raise_for_status()


if __name__ == "__main__":
    main()
