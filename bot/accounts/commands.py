"""`holi sign-in-link`: how somebody signs in where no identity provider knows them. Django is set up when it runs."""

import os
from getpass import getuser
from typing import Annotated

import typer

from bot.accounts.configuration import ROLES
from knowledge.audit import Audit
from knowledge.errors import HoliError
from knowledge.settings import load_settings

app = typer.Typer()
LONGEST = 150  # characters of a user name


@app.command()
def sign_in_link(
    person: Annotated[str, typer.Option(help="Their user name, as the audit trail will have it.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")],
    by: Annotated[str, typer.Option(help="Who gives it.")] = getuser(),
) -> None:
    """Print a link that signs somebody in once, within twelve hours."""
    name = person.strip()
    if not name or len(name) > LONGEST:
        raise HoliError(f"A person's name has from 1 to {LONGEST} characters. Correct --person.")
    if role not in ROLES:
        raise HoliError(f"'{role}' isn't one of {', '.join(ROLES)}. Correct --role.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    try:
        django.setup()
        address = _made(name, role, by)
    except ImproperlyConfigured as error:
        raise HoliError(str(error)) from None
    except DatabaseError as error:
        raise HoliError(f"The database can't be used ({error}). Run 'make setup', or check HOLI_HOME.") from None
    typer.echo(address)


def _made(name: str, role: str, by: str) -> str:
    from django.conf import settings
    from django.contrib.auth.models import User

    from bot.accounts.models import Identity, SignInLink, person_with

    if not settings.HOLI_LINKS:
        raise HoliError("Links aren't used here: others reach Holi, and HOLI_LOCAL_ACCOUNTS isn't yes.")
    if Identity.objects.filter(person__username=name).exists():
        raise HoliError(f"{name} signs in at the identity provider, which gives them their roles. Give another name.")
    if User.objects.filter(username=name, is_active=False).exists():
        raise HoliError(f"The account of {name} was closed. Give another name.")
    person = person_with(name, role)
    Audit(load_settings().home).append(by, "gave a sign-in link", details=f"{name}, {role}")
    return f"{settings.HOLI_PUBLIC_URL}/sign-in/{SignInLink.make(person)}"
