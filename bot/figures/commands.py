"""The `holi` commands that need the question log. Django is set up only once one of them runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from knowledge import release_commands
from knowledge.errors import HoliError
from knowledge.release_commands import progress_bar

app = typer.Typer()


@app.command()
def audit(
    first: Annotated[str | None, typer.Option("--from", help="The period's first day, like 2026-01-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Its last day.")] = None,
    into: Annotated[Path | None, typer.Option(help="The ZIP to write; one in this folder if absent.")] = None,
) -> None:
    """Print the audit trail as CSV; with --from and --to, make the audit pack of that period."""
    if first is None and last is None:
        release_commands.audit()
        return
    with _site(), progress_bar("Making the pack") as progress:
        from bot.figures.pack import make_pack, pack_name
        from bot.figures.period import period_of

        period = period_of(first or "", last or "")
        content = make_pack(period, lambda step, done, total: progress(done, total))
        file = into or Path(f"{pack_name(period)}.zip")
    file.write_bytes(content)
    typer.echo(f"{file} is made.")


@app.command()
def digest() -> None:
    """Send the weekly digest to those who are due one; the site does it by itself, too."""
    with _site():
        from django.utils import timezone

        from bot.figures.digest import send_digests

        typer.echo(f"Digests sent: {send_digests(timezone.now())}.")


@contextmanager
def _site() -> Iterator[None]:
    """With Django set up, in English as all of `holi`."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
    django.setup()
    from django.db import DatabaseError
    from django.utils import translation

    try:
        with translation.override("en"):
            yield
    except DatabaseError as error:
        raise HoliError(f"The question log can't be read ({error}). Run 'make setup'.") from None
