"""`python -m tests.fuzz files|activities SECONDS`: atheris; what it finds stays in tests/fuzz/found."""

import os
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

HERE = Path(__file__).parent


def main(name: str, seconds: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
    with atheris.instrument_imports(
        include=["knowledge", "bot.teams", "docx", "markdownify", "bs4", "frontmatter", "microsoft_teams.api"]
    ):
        import django

        django.setup()
        target = import_module(f"tests.fuzz.{name}")
        for reader in ("word", "html", "text"):  # the worker would bring them in too late to be looked into
            import_module(f"knowledge.importing.{reader}")
    found = HERE / "found" / name
    found.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as corpus:
        for at, seed in enumerate(target.seeds()):
            (Path(corpus) / str(at)).write_bytes(seed)
        options = [
            corpus, f"-artifact_prefix={found}/", f"-dict={HERE}/tokens.dict", f"-max_total_time={seconds}",
            "-max_len=4096", "-timeout=10", "-rss_limit_mb=3000", "-close_fd_mask=0", "-print_final_stats=1",
        ]  # fmt: skip
        atheris.Setup([sys.argv[0], *options], target.check)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
