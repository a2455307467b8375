"""Settings of every process: from the environment and `.env`, each one known here, or refused."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from knowledge.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_HOME = ROOT / ".holi"
FEWEST_RELEASES = 20
CUT_OFF = Path(".restoring") / "ready"  # in a home: everything is unpacked, and not everything in its place

# Name: what it is for, and its default as the README shows it.
KNOWN = {
    "HOLI_HOME": ("where everything made at run time lies", ".holi"),
    "HOLI_BUILT": ("where the models, texts and dialogue of this version lie; an image brings them", "HOLI_HOME"),
    "HOLI_SECRETS": ("a folder of files, each named as a setting and holding its value", "none"),
    "HOLI_LIBRARY": ("the library that `make run` builds and publishes", "knowledge/library"),
    "HOLI_QUESTIONS": ("the question sets that every preview asks, a folder", "tests/questions"),
    "HOLI_SECOND_APPROVAL": ("`yes`: somebody else has to approve a draft before it is published", "no"),
    "HOLI_RELEASES_KEPT": ("how many releases are kept besides those that are needed, from 20 up", "20"),
    "HOLI_MODEL": ("another sentence-transformers model, a folder or a name", "the packaged pair"),
    "HOLI_HOST": ("the address the web app listens on", "127.0.0.1"),
    "HOLI_PORT": ("the web app's port", "8000"),
    "HOLI_RASA_PORT": ("Rasa's port", "5005"),
    "HOLI_ACTIONS_PORT": ("the action server's port", "5055"),
    "HOLI_INTERNAL_HOST": (
        "the address Rasa and the action server listen on; never one that people reach",
        "127.0.0.1",
    ),
    "HOLI_RASA_URL": ("where the web app finds Rasa", "http://127.0.0.1:5005"),
    "HOLI_ACTIONS_URL": ("where Rasa finds the action server", "http://127.0.0.1:5055"),
    "HOLI_RASA_TOKEN": ("the bearer token from the web app to Rasa, and from Rasa to the actions", "made at set-up"),
    "HOLI_SECRET_KEY": ("Django's secret key", "made at set-up"),
    "HOLI_DATABASE_URL": (
        "PostgreSQL for everything that is kept, like `postgresql://user:password@host:5432/holi`",
        "SQLite in `HOLI_HOME`",
    ),
    "HOLI_REDIS_URL": ("Redis for the cache and Rasa's locks, like `redis://host:6379/0`", "each process's memory"),
    "HOLI_ALLOWED_HOSTS": ("host names the web app answers to, with commas", "localhost, 127.0.0.1"),
    "HOLI_EMAIL_DOMAINS": ("domains of work e-mail addresses that people may leave, with commas", "any"),
    "HOLI_EMBED_ORIGINS": ("intranet origins that may embed the widget, with commas", "none"),
    "HOLI_SCAN_COMMAND": (
        "a virus scanner, run with a file's path before it is imported; anything but 0 refuses it",
        "none",
    ),
    "HOLI_LIMITS": (
        "how often one person and one address may ask, like `questions=20/m:1200/m`, with commas; `off`: no limits",
        "see Safety",
    ),
    "HOLI_TRUSTED_PROXIES": ("proxies whose `X-Forwarded-For` is believed: addresses or networks, with commas", "none"),
    "HOLI_RETENTION_MONTHS": ("how many months the text of a question is kept", "12"),
    "HOLI_ERASURES": ("the list of what was erased, for restores of older backups", "erasures.jsonl in `HOLI_HOME`"),
    "HOLI_TURN_SECONDS": ("how long the web app waits for an answer", "5"),
    "HOLI_PUBLIC_URL": (
        "the site's address as people type it, for links in e-mails and Teams",
        "http://127.0.0.1:8000",
    ),
    "HOLI_EMAIL_FROM": ("whom e-mails come from", "holi@localhost"),
    "HOLI_SMTP_URL": ("the mail server, like `smtp://user:password@host:587?tls=yes`, or `smtps://`", "none: printed"),
    "HOLI_EMAIL_FOLDER": ("a folder that e-mails are written into instead of being sent", "none"),
    "HOLI_LOG": ("how log lines are written: `plain`, or `json`, one object a line", "plain"),
    "HOLI_REQUEST_IDS": ("`taken`: the proxy in front sets `X-Request-ID`, and it is believed", "made"),
    "HOLI_METRICS_TOKEN": ("the bearer token that opens `/metrics` to another machine", "none: this machine only"),
    "HOLI_OTLP_URL": ("where traces are sent, like `http://collector:4318` (OTLP over HTTP)", "none: no traces"),
    "HOLI_OIDC_ISSUER": (
        "sign-in: the identity provider, like `https://login.microsoftonline.com/TENANT/v2.0`",
        "none: sign-in links",
    ),
    "HOLI_OIDC_CLIENT_ID": ("sign-in: Holi's application id there", "none"),
    "HOLI_OIDC_CLIENT_SECRET": ("sign-in: its client secret", "none"),
    "HOLI_OIDC_TENANT": ("sign-in: the tenant that people have to come from", "that of Entra's issuer"),
    "HOLI_OIDC_GROUPS": ("sign-in: which groups have which roles, like `GROUP=publisher, GROUP=reader`", "none"),
    "HOLI_LOCAL_ACCOUNTS": ("`yes`: one-time sign-in links work where others reach Holi, too", "no"),
    "HOLI_ASKING": ("who may ask: `anyone`, or `signed-in`", "anyone"),
    "HOLI_TEAMS_APP_ID": ("Teams: the bot's application id in Microsoft Entra", "none: Teams is off"),
    "HOLI_TEAMS_SECRET": ("Teams: the application's client secret", "none"),
    "HOLI_TEAMS_TENANTS": ("Teams: tenants whose people may ask, with commas; the bot's own first", "none"),
    "HOLI_TEAMS_STAND_IN": ("Teams, in tests only: what answers in Microsoft's place, on this machine", "none"),
}


SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD")  # in a setting's name


@dataclass(frozen=True)
class Settings:
    home: Path
    built: Path
    library: Path
    questions: Path
    model: str
    releases_kept: int
    erasures: Path
    scan_command: str = ""

    @property
    def models(self) -> Path:
        return self.built / "models"


def environment() -> dict[str, str]:
    """What set-up made, overridden by files in HOLI_SECRETS, by `.env`, and by the environment.

    Raises SettingsError on a name that isn't known.
    """
    written = _values(ROOT / ".env") | dict(os.environ)
    made = _values(ROOT / (written.get("HOLI_HOME") or DEFAULT_HOME) / "secrets.env")
    values = made | _files(written.get("HOLI_SECRETS", "")) | written
    found = {name: value for name, value in values.items() if name.startswith("HOLI_")}
    unknown = sorted(found.keys() - KNOWN.keys())
    if unknown:
        raise SettingsError(
            f"The setting {unknown[0]} isn't known. The README lists the settings; correct or remove it."
        )
    return found


def secrets_of(values: dict[str, str]) -> list[str]:
    """The names of settings that open a door, or hold what does."""
    return sorted(name for name, value in values.items() if value and _public(name, value) != value)


def in_force(values: dict[str, str]) -> dict[str, str]:
    """Every setting with its value, or its default as the README shows it; nothing that opens a door."""
    return {name: _public(name, values.get(name, "")) or f"({default})" for name, (_, default) in KNOWN.items()}


def _public(name: str, value: str) -> str:
    if SECRET.search(name):
        return "(set)" if value else ""
    address = urlsplit(value) if "://" in value else None
    return address._replace(netloc=address.netloc.rpartition("@")[2]).geturl() if address else value


def _values(file: Path) -> dict[str, str]:
    return {name: value or "" for name, value in dotenv_values(file).items()}


def _files(folder: str) -> dict[str, str]:
    if folder and not (ROOT / folder).is_dir():
        raise SettingsError(f"HOLI_SECRETS is '{folder}', which isn't a folder. Make it, or correct the setting.")
    return {file.name: file.read_text().strip() for file in (ROOT / folder).glob("HOLI_*")} if folder else {}


def home_of(values: dict[str, str]) -> Path:
    return (ROOT / (values.get("HOLI_HOME") or DEFAULT_HOME)).absolute()


def _releases_kept(value: str) -> int:
    if not value.isdecimal() or int(value) < FEWEST_RELEASES:
        raise SettingsError(f"HOLI_RELEASES_KEPT is '{value}', not a number from {FEWEST_RELEASES} up. Correct it.")
    return int(value)


def load_settings() -> Settings:
    values = environment()
    home = home_of(values)
    if (home / CUT_OFF).exists():
        raise SettingsError(f"A restore into {home} was cut off. Run 'holi restore', which completes it.")
    return Settings(
        home=home,
        built=(ROOT / (values.get("HOLI_BUILT") or home)).absolute(),
        library=(ROOT / (values.get("HOLI_LIBRARY") or Path("knowledge") / "library")).absolute(),
        questions=(ROOT / (values.get("HOLI_QUESTIONS") or Path("tests") / "questions")).absolute(),
        model=values.get("HOLI_MODEL", ""),
        scan_command=values.get("HOLI_SCAN_COMMAND", ""),
        releases_kept=_releases_kept(values.get("HOLI_RELEASES_KEPT") or str(FEWEST_RELEASES)),
        erasures=(ROOT / (values.get("HOLI_ERASURES") or home / "erasures.jsonl")).absolute(),
    )
