"""The `holi` commands that a service manager runs: one process each, and the steps before them."""

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer

from knowledge.errors import HoliError
from knowledge.settings import ROOT, environment, load_settings

app = typer.Typer()


class Part(StrEnum):
    WEB = "web"
    RASA = "rasa"
    ACTIONS = "actions"
    REVIEW = "review"


class Step(StrEnum):
    SECRETS = "secrets"
    VERSION = "version"
    RELEASE = "release"
    DATABASE = "database"


@app.command()
def start(part: Annotated[Part, typer.Argument(help="Which process.")]) -> None:
    """Run one of the four processes in the foreground, in this one's place."""
    from bot.processes import processes

    values = environment()
    process = processes(load_settings(), values)[part]
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execvpe(process.command[0], process.command, process.surroundings(values))  # noqa: S606 - in this one's place


@app.command()
def prepare(
    steps: Annotated[list[Step] | None, typer.Argument(help="Which steps; all of them if absent.")] = None,
) -> None:
    """Make what the processes need, where it isn't there yet or its inputs changed.

    `secrets` made for one machine; `version`: what belongs to this version of Holi, its models, texts and dialogue;
    `release`: the library, built and published; `database`: its migrations.
    """
    from bot import prepare as made

    settings = load_settings()
    doing = {
        Step.SECRETS: made.make_secrets,
        Step.VERSION: made.make_version,
        Step.RELEASE: made.make_release,
        Step.DATABASE: made.migrate,
    }
    for step in steps or list(Step):
        doing[step](settings)


@app.command()
def ready(part: Annotated[Part, typer.Argument(help="Which process.")]) -> None:
    """Whether that process, on this machine, can work; its health check."""
    import httpx

    from bot.processes import processes

    values = environment()
    process = processes(load_settings(), values)[part]
    if not process.health:
        raise HoliError(f"{part} answers no questions about its health; it ends when it can't work.")
    hosts = (values.get("HOLI_ALLOWED_HOSTS") or "localhost").split(",")
    try:
        answer = httpx.get(process.health, headers={"Host": hosts[0].strip()}, trust_env=False, timeout=10)
    except httpx.HTTPError as error:
        raise HoliError(f"{part} doesn't answer at {process.health} ({type(error).__name__}).") from None
    if not answer.is_success:
        raise HoliError(f"{part} answers {answer.status_code} at {process.health}.")
    typer.echo(f"{part} is ready.")
