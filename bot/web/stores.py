"""Where rows and shared short-lived values are kept, as Django has to know it."""

from pathlib import Path
from typing import Any

import dj_database_url

from knowledge.errors import SettingsError

RASA_SCHEMA = "rasa"  # in PostgreSQL: Rasa's copy of its conversations
CONNECT_SECONDS = 3  # a turn waits five in all
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}


def databases(url: str, home: Path) -> dict[str, Any]:
    """SQLite in the home without a URL. Raises SettingsError."""
    if not url:
        return {"default": {**SQLITE, "NAME": home / "holi.db"}}
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError, dj_database_url.ParseError):
        found = {}
    if found.get("ENGINE") != "django.db.backends.postgresql" or not found.get("NAME"):
        raise SettingsError("HOLI_DATABASE_URL isn't like postgresql://user:password@host:5432/holi. Correct it.")
    found["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS, **found.get("OPTIONS", {})}
    return {"default": found}


def caches(url: str) -> dict[str, Any]:
    """In each process's own memory without a URL. Raises SettingsError."""
    if not url:
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    if not url.startswith(("redis://", "rediss://")):
        raise SettingsError("HOLI_REDIS_URL isn't like redis://user:password@host:6379/0. Correct it.")
    limits = {"socket_timeout": 1, "socket_connect_timeout": 1}
    return {"default": {"BACKEND": "bot.web.cache.PatientRedis", "LOCATION": url, "OPTIONS": limits}}


def tracker(url: str, home: Path) -> dict[str, str]:
    """What Rasa's environment has to say of the same database."""
    if not url:
        return {"HOLI_TRACKER_URL": f"sqlite:///{home / 'tracker.db'}"}
    return {"HOLI_TRACKER_URL": url.replace("postgres://", "postgresql://", 1), "POSTGRESQL_SCHEMA": RASA_SCHEMA}
