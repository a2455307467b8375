"""The `holi` commands about releases."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.settings import load_settings

if TYPE_CHECKING:
    from knowledge.index import Progress
    from knowledge.publishing import Publisher

app = typer.Typer()


@app.command()
def releases() -> None:
    """List the releases, newest first; the current one is marked."""
    from knowledge.releases import Releases

    found = Releases(load_settings().home)
    stored = found.all()
    current = found.current_or_none()
    for release in stored:
        mark = "*" if release.digest == current else " "
        manifest = release.manifest
        typer.echo(
            f"{mark} {release.digest}  {manifest.built}  {manifest.documents} documents, {manifest.sections} sections"
        )
    if not stored:
        typer.echo("There are no releases. Run 'holi build'.")


@app.command()
def publish(
    release: str,
    note: Annotated[str, typer.Option(help="Why it is published.")],
    by: Annotated[str, typer.Option(help="Who publishes it.")] = getuser(),
) -> None:
    """Make a built release the current one."""
    publisher().publish(release, by, note)
    typer.echo(f"Release {release} is current.")


@app.command()
def rollback(
    release: str,
    note: Annotated[str, typer.Option(help="Why you go back.")],
    by: Annotated[str, typer.Option(help="Who goes back.")] = getuser(),
) -> None:
    """Go back to an earlier release; it is built anew where another version of Holi built it."""
    from knowledge.encoder import load_encoder

    settings = load_settings()
    with progress_bar("Encoding") as progress:
        found = publisher().roll_back(release, by, note, load_encoder(settings.models, settings.model), progress)
    typer.echo(f"Release {found.digest} is current.")


@app.command()
def audit() -> None:
    """Print the audit trail as CSV, the oldest line first."""
    typer.echo(publisher().audit.csv(), nl=False)


def publisher() -> "Publisher":
    from knowledge.publishing import Publisher

    return Publisher.at(load_settings().home)


@contextmanager
def progress_bar(label: str) -> Iterator["Progress"]:
    """A bar on standard error, so that standard output stays clean."""
    from tqdm import tqdm

    with tqdm(desc=label, disable=not sys.stderr.isatty(), leave=False) as bar:

        def update(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield update
