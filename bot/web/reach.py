"""Who can reach the site, and what Django has to be told of HTTPS for that."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

YEAR = 365 * 24 * 60 * 60  # seconds


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def public_host(values: Mapping[str, str]) -> str:
    return urlsplit(values.get("HOLI_PUBLIC_URL") or "http://localhost").hostname or ""


def exposed(values: Mapping[str, str]) -> bool:
    """Whether others than this machine's own people reach it."""
    return not (is_loopback(values.get("HOLI_HOST") or "127.0.0.1") and is_loopback(public_host(values)))


def over_https(values: Mapping[str, str]) -> bool:
    return (values.get("HOLI_PUBLIC_URL") or "").startswith("https://")


def https_settings(values: Mapping[str, str], *, behind_proxy: bool) -> dict[str, Any]:
    """As Django has to know them; nothing where the site isn't called by https."""
    if not over_https(values):
        return {}
    found = {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_REDIRECT_EXEMPT": [r"^(healthz|readyz)$"],  # asked by address, from the machine or the cluster itself
        "SECURE_HSTS_SECONDS": YEAR,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
    }
    if behind_proxy:
        found["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    return found


def session_samesite(values: Mapping[str, str], *, asked_for: bool) -> str:
    """With None the session goes along from pages of other sites: what they may ask is the embedding origins' list.

    Never Partitioned: people sign in on a page of our own, and that session wouldn't be seen within another site.
    """
    embedded = any(origin.strip() for origin in values.get("HOLI_EMBED_ORIGINS", "").split(","))
    return "None" if asked_for and embedded and over_https(values) else "Lax"
