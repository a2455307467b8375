"""`holi backup` and `holi restore`."""

from datetime import UTC, datetime, timedelta
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from knowledge.audit import Audit
from knowledge.errors import HoliError
from knowledge.release_commands import progress_bar
from knowledge.settings import environment, home_of, load_settings

app = typer.Typer()
WHO = getuser()
ByOption = Annotated[str, typer.Option(help="Who does it.")]


@app.command()
def backup(
    into: Annotated[Path, typer.Option(help="A file that isn't there yet, or a folder.")],
    keep: Annotated[int, typer.Option(help="Delete this Holi's backups in the folder that are older, in days.")] = 0,
    by: ByOption = WHO,
) -> None:
    """Back up everything that can't be made again, while Holi runs."""
    from bot.backup import archive, keeping, members
    from bot.backup.snapshot import snapshot
    from bot.privacy.erasures import NAME

    settings, values = load_settings(), environment()
    folder = into if into.is_dir() else into.parent
    if not folder.is_dir():
        raise HoliError(f"There is no folder {folder}. Make it, or correct --into.")
    if keep and not into.is_dir():
        raise HoliError("--keep deletes older backups in a folder: give --into a folder.")
    target = into / keeping.name_for(datetime.now(UTC)) if into.is_dir() else into
    with snapshot(settings, values) as (staged, manifest), progress_bar("Writing") as progress:
        archive.write(staged, manifest, target, progress)
    keeping.take_along(settings.erasures, folder / NAME)
    old = keeping.delete_old(folder, timedelta(days=keep), target) if keep else []
    Audit(settings.home).append(by, "backed up", release=manifest.release or "", details=target.name)
    typer.echo(
        f"{target}: {manifest.questions} questions, {len(manifest.releases)} releases, "
        f"{target.stat().st_size >> 10} kB, every part read again and whole."
    )
    for stranger in members.strangers(settings.home):
        typer.echo(f"Not taken, because Holi doesn't know it: {stranger}.")
    for file in old:
        typer.echo(f"Deleted {file.name}, older than {keep} days.")
    if manifest.secrets:
        typer.echo(f"No secret is in it. Keep these elsewhere: {', '.join(manifest.secrets)}.")


@app.command()
def restore(
    file: Annotated[Path | None, typer.Argument(help="What `holi backup` wrote.", show_default=False)] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Keep aside what stands in the home.")] = False,
    erasures: Annotated[Path | None, typer.Option(help="The list of erasures since the backup.")] = None,
    by: ByOption = WHO,
) -> None:
    """Put back what a backup holds; all of it or nothing."""
    from bot.backup import keeping, restoring, saying
    from bot.privacy.erasures import NAME

    values = environment()
    home = home_of(values)
    if restoring.cut_off(home):
        restoring.finish(home)
        keeping.take_along(home / NAME, load_settings().erasures)
        typer.echo(f"The restore into {home} that was cut off is complete. Start Holi: make run.")
        return
    if file is None:
        raise HoliError("Name the backup to restore: holi restore FILE.")
    settings = load_settings()
    saying.refuse_while_running(home, values)
    lists = dict.fromkeys([settings.erasures, home / NAME, file.parent / NAME, *([erasures] if erasures else [])])
    with progress_bar("Unpacking") as progress:
        restored = restoring.restore(file, home, by, list(lists), values, progress, replace=replace)
    keeping.take_along(home / NAME, settings.erasures)
    for line in saying.of(restored, settings, values):
        typer.echo(line)
