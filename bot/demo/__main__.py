"""`make demo`: a home of its own with a year of questions and gaps, to look at the console and the figures."""

import argparse
import json
import os
import shutil
import sys
from datetime import date
from pathlib import Path

from knowledge.errors import HoliError
from knowledge.settings import DEFAULT_HOME, ROOT, Settings, environment, load_settings

HOME = ".holi-demo"
MARK = "demo.json"  # in a home that holds nothing but a demonstration
QUESTIONS = 50_000
SHARED = ("models",)  # from the ordinary home, so that nothing is unpacked or built twice
COPIED = ("rasa", "releases")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--until", type=date.fromisoformat, default=date.today(), help="the day after the last one")
    chosen = parser.parse_args()
    os.environ["HOLI_HOME"] = environment().get("HOLI_HOME") or HOME
    try:
        settings = load_settings()
        made = demonstrate(settings, chosen.questions, chosen.until)
    except HoliError as error:
        sys.exit(str(error))
    counts = ", ".join(f"{n:,} {what}" for what, n in made.items())
    print(f"{settings.home} holds {counts}.\nLook at it with: HOLI_HOME={os.environ['HOLI_HOME']} make run")


def demonstrate(settings: Settings, questions: int, until: date) -> dict[str, int]:
    from bot.prepare import prepare

    mark = settings.home / MARK
    if not mark.exists() and (settings.home / "holi.db").exists():
        raise HoliError(
            f"{settings.home} holds questions that people asked; a demonstration needs a home of its own. "
            "Set HOLI_HOME to a folder that isn't there yet."
        )
    _furnish(settings.home)
    mark.write_text(json.dumps({"questions": questions, "until": str(until)}) + "\n")
    prepare(settings)
    from bot.demo.fill import fill

    return fill(settings.home, questions, until)


def _furnish(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    for name in (*SHARED, *COPIED):
        source, target = DEFAULT_HOME / name, home / name
        if target.exists() or not source.exists():
            continue
        if name in SHARED:
            target.symlink_to(source)
        else:
            shutil.copytree(source, target, symlinks=True)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
