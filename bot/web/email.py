"""Where e-mail goes, as Django has to know it."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from knowledge.errors import SettingsError

FORM = "HOLI_SMTP_URL isn't like smtp://user:password@host:587?tls=yes. Correct it."
PORTS = {"smtp": 25, "smtps": 465}
SECONDS = 20


def email_backend(server: str, folder: str) -> dict[str, Any]:
    """Without a server or a folder, messages are printed. Raises SettingsError."""
    if folder:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    if not server:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(server)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise SettingsError(FORM) from None
    options = parse_qs(parts.query, keep_blank_values=True)
    if not parts.hostname or options.keys() - {"tls"}:
        raise SettingsError(FORM)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and options.get("tls", ["no"])[-1] in ("yes", "true", "1"),
        "EMAIL_TIMEOUT": SECONDS,
    }
