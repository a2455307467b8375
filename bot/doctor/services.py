"""What Holi talks to: its own processes, the mail server, the identity provider."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bot.accounts.configuration import read_provider
from bot.doctor.checks import Finding, Place, check, right, wrong
from bot.processes import PORTS, processes
from bot.web.email import email_backend

PATIENCE = 5  # seconds
ASTRAY = timedelta(minutes=1)
NAMES = {"web": "the web app", "rasa": "Rasa", "actions": "the action server"}


@check
def running(place: Place) -> Iterator[Finding]:
    host = (place.values.get("HOLI_ALLOWED_HOSTS") or "localhost").split(",")[0].strip()
    for part, process in processes(place.settings, dict(place.values)).items():
        if not process.health:
            continue
        name, where = NAMES[part], urlsplit(process.health).netloc
        if _free(where):
            yield right(f"Nothing is running at {where}, where {name} belongs.")
            continue
        try:
            well = httpx.get(process.health, headers={"Host": host}, timeout=PATIENCE, trust_env=False).is_success
        except httpx.HTTPError:
            well = False
        if well:
            yield right(f"At {where} {name} is running, and says that it is well.")
        else:
            yield wrong(
                f"Something is running at {where}, but {name} doesn't answer there. Look at Holi's log, stop what uses"
                f" the port, or set {PORTS[part]} to another."
            )


def _free(where: str) -> bool:
    host, _, port = where.rpartition(":")
    with socket.socket() as probe:
        probe.settimeout(PATIENCE)
        return probe.connect_ex((host, int(port))) != 0


@check
def mail(place: Place) -> Iterator[Finding]:
    server, folder = place.values.get("HOLI_SMTP_URL", ""), place.values.get("HOLI_EMAIL_FOLDER", "")
    backend = email_backend(server, folder)
    if folder:
        if Path(folder).is_dir():
            yield right(f"E-mails are written into {folder}, and sent to nobody.")
        else:
            yield wrong(f"HOLI_EMAIL_FOLDER names {folder}, which isn't there. Make it, or correct the setting.")
        return
    if not server:
        yield right("E-mails are printed, and sent to nobody: HOLI_SMTP_URL isn't set.")
        return
    where = f"{backend['EMAIL_HOST']}:{backend['EMAIL_PORT']}"
    from django.core.mail import get_connection

    try:
        connection = get_connection(
            backend["EMAIL_BACKEND"], host=backend["EMAIL_HOST"], port=backend["EMAIL_PORT"],
            username=backend["EMAIL_HOST_USER"], password=backend["EMAIL_HOST_PASSWORD"],
            use_tls=backend["EMAIL_USE_TLS"], use_ssl=backend["EMAIL_USE_SSL"], timeout=PATIENCE,
        )  # fmt: skip
        connection.open()
        connection.close()
    except OSError as error:  # smtplib's are among them
        yield wrong(f"The mail server {where} doesn't let Holi in ({type(error).__name__}). Check HOLI_SMTP_URL.")
    else:
        yield right(f"The mail server {where} lets Holi in.")


@check
def provider(place: Place) -> Iterator[Finding]:
    """Its clock is asked as well: a token that isn't valid yet is refused."""
    found = read_provider(place.values)
    if not found:
        return
    address = f"{found.issuer}/.well-known/openid-configuration"
    try:
        answer = httpx.get(address, timeout=PATIENCE).raise_for_status()
        metadata = answer.json()
        keys = httpx.get(metadata["jwks_uri"], timeout=PATIENCE).raise_for_status().json()["keys"]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        yield wrong(
            f"The identity provider doesn't answer at {address} ({type(error).__name__}). Check HOLI_OIDC_ISSUER, and"
            " that the firewall lets Holi out."
        )
        return
    if metadata.get("issuer") != found.issuer:
        yield wrong(f"The identity provider calls itself '{metadata.get('issuer')}'. Set HOLI_OIDC_ISSUER to that.")
    else:
        yield right(f"The identity provider {found.issuer} answers and has {len(keys)} signing keys.")
    if "date" in answer.headers:
        astray = abs(parsedate_to_datetime(answer.headers["date"]) - datetime.now(UTC))
        if astray > ASTRAY:
            yield wrong(f"This machine's clock is {astray.seconds} s off the provider's. Set it, and keep it by NTP.")
        else:
            yield right("This machine's clock agrees with the identity provider's.")
