"""The `holi` commands about what people asked. Django is loaded by these alone, when one of them runs."""

import json
import os
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from knowledge.audit import Audit
from knowledge.errors import HoliError
from knowledge.settings import load_settings

app = typer.Typer()
WHO = getuser()
ConversationOption = Annotated[str, typer.Option("--conversation", help="The conversation's id.")]
EmailOption = Annotated[str, typer.Option("--email", help="The address that the person left or signs in with.")]
IdentityOption = Annotated[str, typer.Option("--identity", help="The person's `sub` at the identity provider.")]
NoteOption = Annotated[
    str, typer.Option(help="For the audit trail, such as the request's own number; no personal data.")
]
ByOption = Annotated[str, typer.Option(help="Who does it.")]


@app.command()
def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    by: ByOption = WHO,
) -> None:
    """Empty what has been kept long enough now; the review worker does it every night."""
    _django()
    from bot.privacy.retention import DONE, apply

    said = []
    for what in apply(dry_run):
        typer.echo(f"{'Would erase' if dry_run else 'Erased'} {what}.")
        said.append(what)
    if not dry_run:
        _note(by, DONE, "", "; ".join(said))


@app.command()
def subject_access(
    conversation: ConversationOption = "",
    email: EmailOption = "",
    identity: IdentityOption = "",
    to: Annotated[Path | None, typer.Option(help="Write to this file; printed if absent.")] = None,
    note: NoteOption = "",
    by: ByOption = WHO,
) -> None:
    """Give what is kept of one person, as JSON."""
    _django()
    from bot.privacy import accounts, requests

    kept = requests.find(conversation, email, identity)
    found = requests.export(kept.conversations) + [accounts.export(person) for person in kept.people]
    text = json.dumps(found, ensure_ascii=False, indent=1, default=str)
    if to:
        to.write_text(text + "\n", encoding="utf-8")
    _note(by, "gave subject access", note, f"{len(kept.conversations)} conversations, {len(kept.people)} accounts")
    typer.echo(f"Written to {to}." if to else text)


@app.command()
def erase(
    conversation: ConversationOption = "",
    email: EmailOption = "",
    identity: IdentityOption = "",
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask for confirmation.")] = False,
    note: NoteOption = "",
    by: ByOption = WHO,
) -> None:
    """Erase what is kept of one person, and prove that it is gone."""
    _django()
    from django.utils import timezone

    from bot.privacy import accounts, erasures, requests
    from bot.privacy.traces import beyond_reach

    kept = requests.find(conversation, email, identity)
    ids = kept.conversations
    if not yes:
        of = f"the text of {len(ids)} conversations and {len(kept.people)} accounts"
        typer.confirm(f"Erase {of}? It can't be brought back.", abort=True)
    listed = load_settings().erasures
    named = [person.username for person in kept.people if not accounts.erase(person)]
    erasures.note(listed, ids, timezone.now())  # before, so that no accident can lose it
    said = requests.erase(ids)
    erasures.note(listed, ids, timezone.now())  # and after: a backup made meanwhile still has it
    if kept.people:
        said.append(f"{len(kept.people)} accounts, {len(named)} of them but for their names")
    _note(by, "erased", note, "; ".join(said))
    for what in said:
        typer.echo(f"Erased {what}.")
    for name in named:
        typer.echo(f"The user name {name} stays with what was done under it, as in the audit trail.")
    typer.echo(f"Nothing{' else' if named else ''} of it is left in Holi's databases. {beyond_reach()}")
    typer.echo(f"A restore of an older backup erases conversations again, as long as this list is kept: {listed}.")
    if kept.people:
        typer.echo("It brings accounts back: erase them again after it.")


def _note(who: str, what: str, note: str, details: str) -> None:
    Audit(load_settings().home).append(who, what, note=note, details=details)


def _django() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise HoliError(str(error)) from None
    from django.db import connection

    if "chat_question" not in connection.introspection.table_names():
        raise HoliError("There is no question log here. 'make setup' makes it; check HOLI_HOME.")
