"""Part of `make bench`: `knowledge` alone on a synthetic library of so many sections, in a process of its own."""

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from tqdm import tqdm

from knowledge.answering import Assistant
from knowledge.encoder import load_encoder
from knowledge.models import Language
from knowledge.questions import read_questions
from knowledge.releases import Releases
from knowledge.settings import ROOT, load_settings
from knowledge.training import asking

SENTENCES, SECTIONS = 4, 50  # a section, a document
WANTED = "(wanted: p50 under 120, p95 under 250; four at once under 400)"


def write_library(sections: int, folder: Path, seed: int = 1) -> None:
    """The training passages' sentences, drawn anew: the same ones in both languages."""
    chance = random.Random(seed)
    pairs = sorted({(pair.english, pair.welsh) for pair in asking.parallel(asking.read_asked())})
    folder.mkdir(parents=True)
    for document in range(-(-sections // SECTIONS)):
        numbers = range(1, min(SECTIONS, sections - document * SECTIONS) + 1)
        drawn = [chance.sample(pairs, SENTENCES) for _ in numbers]
        for side, language in enumerate((Language.EN, Language.CY)):
            name = f"made-{document}"
            head = f'---\nid: {name}\ntitle: {name}\nlanguage: {language}\nversion: "1"\nowner: bench\n---\n'
            text = "".join(
                f"\n## {number} {' '.join(chosen[0][side].split()[:6])}\n\n"
                + "\n\n".join(f"{one[side].strip('.')}." for one in chosen)
                + "\n"
                for number, chosen in zip(numbers, drawn, strict=True)
            )
            (folder / f"{name}.{language}.md").write_text(head + text, encoding="utf-8")


def resident() -> int:
    """Megabytes, without what the kernel would take back from mapped files."""
    rows = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("RssAnon")) // 1024


def timed(assistant: Assistant, question: str, language: Language) -> float:
    began = time.perf_counter()
    assistant.answer(question, language)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    sections = int(sys.argv[1])
    settings = load_settings()
    encoder = load_encoder(settings.models, settings.model)
    with TemporaryDirectory() as scratch:
        write_library(sections, Path(scratch) / "library")
        releases = Releases(Path(scratch))
        began = time.perf_counter()
        with tqdm(desc="encoding", disable=not sys.stderr.isatty(), leave=False) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            digest = releases.build(Path(scratch) / "library", encoder, progress).digest
        print(f"{sections} sections: built in {(time.perf_counter() - began) / 60:.1f} min", end="", flush=True)
        # What building held isn't what answering holds.
        for step in ("answer", "republish"):
            subprocess.run([sys.executable, "-m", "tests.scale", step, scratch, digest], check=True)


def answer(scratch: Path, digest: str) -> None:
    settings = load_settings()
    asked = read_questions([ROOT / "tests" / "questions" / f"{language}.dev.jsonl" for language in Language])
    assistant = Assistant(Releases(scratch).get(digest), load_encoder(settings.models, settings.model))
    assistant.warm_up()
    for language in Language:
        times = [timed(assistant, question.text, language) for question in asked if question.language is language]
        print(f"; {language} {np.percentile(times, 50):.0f} / {np.percentile(times, 95):.0f} ms", end="")
    with ThreadPoolExecutor(4) as four:
        jobs = [four.submit(partial(timed, assistant, question.text, question.language)) for question in asked]
        times = [job.result() for job in jobs]
    print(
        f"; four at once {np.percentile(times, 50):.0f} / {np.percentile(times, 95):.0f} ms; {resident()} MB {WANTED}"
    )


def republish(scratch: Path, digest: str) -> None:
    """One section changed in both languages: the release that follows, and the switch to it."""
    settings = load_settings()
    encoder = load_encoder(settings.models, settings.model)
    for language in Language:
        encoder.encode(["warm"], language)
        file = scratch / "library" / f"made-0.{language}.md"
        file.write_text(f"{file.read_text(encoding='utf-8')}\n57.\n", encoding="utf-8")
    releases = Releases(scratch)
    releases.publish(digest)
    began = time.perf_counter()
    releases.publish(releases.build(scratch / "library", encoder).digest, instead_of=digest)
    seconds = time.perf_counter() - began
    print(
        f"  one section changed: published anew in {seconds:.1f} s, at most {peak()} MB, mapped models included"
        " (wanted: under 10 s for 300 sections, under 60 s for 10,000)"
    )


def peak() -> int:
    """Megabytes, the most that was ever held."""
    rows = Path("/proc/self/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("VmHWM")) // 1024


STEPS = {"answer": answer, "republish": republish}

if __name__ == "__main__":
    if len(sys.argv) == 2:
        main()
    else:
        STEPS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
