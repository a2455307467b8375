"""`holi doctor`: every check, in sentences."""

import json
from typing import Annotated

import typer

from knowledge.errors import SettingsError
from knowledge.settings import environment, load_settings

app = typer.Typer()


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False) -> None:
    """Say what is right, what is missing and what to do about it; exit code 1 where anything is missing."""
    from bot.doctor.checks import Place, all_checks, examine

    try:
        place = Place(load_settings(), environment())
    except SettingsError as error:
        findings = [("settings", False, str(error))]
    else:
        findings = [(each.name, found.right, found.sentence) for each, found in examine(place, all_checks())]
    missing = sum(not right for _, right, _ in findings)
    if as_json:
        rows = [{"check": name, "right": right, "sentence": sentence} for name, right, sentence in findings]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for _, right, sentence in findings:
            typer.echo(f"{'  ' if right else '! '}{sentence}")
        typer.echo(f"\n{missing} to put right." if missing else "\nAll is well.")
    if missing:
        raise typer.Exit(1)
