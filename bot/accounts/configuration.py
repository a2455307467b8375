"""How people sign in, as it is set: by an identity provider, by links of Holi's own, or both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit
from uuid import UUID

from bot.web.reach import is_loopback
from knowledge.errors import SettingsError

NEEDED = ("HOLI_OIDC_ISSUER", "HOLI_OIDC_CLIENT_ID", "HOLI_OIDC_CLIENT_SECRET", "HOLI_OIDC_GROUPS")
ENTRA = "login.microsoftonline.com"
ROLES = ("reader", "reviewer", "editor", "publisher", "auditor", "administrator")
ANYONE, SIGNED_IN = "anyone", "signed-in"


@dataclass(frozen=True)
class Provider:
    issuer: str
    client_id: str
    secret: str
    tenant: str  # empty where the provider has none
    roles: Mapping[str, frozenset[str]]  # by the provider's group, as its claim names it


def read_provider(values: Mapping[str, str]) -> Provider | None:
    """None where nothing of it is set. Raises SettingsError."""
    given = [name for name, value in values.items() if name.startswith("HOLI_OIDC_") and value]
    if not given:
        return None
    missing = [name for name in NEEDED if not values.get(name)]
    if missing:
        raise SettingsError(
            f"{given[0]} is set but {missing[0]} isn't, so nobody can sign in."
            f" Set {missing[0]}, or remove every HOLI_OIDC_ setting."
        )
    issuer = _issuer(values["HOLI_OIDC_ISSUER"])
    return Provider(
        issuer=issuer,
        client_id=values["HOLI_OIDC_CLIENT_ID"].strip(),
        secret=values["HOLI_OIDC_CLIENT_SECRET"],
        tenant=_tenant(issuer, values.get("HOLI_OIDC_TENANT", "").strip()),
        roles=_roles(values["HOLI_OIDC_GROUPS"]),
    )


def local_accounts(values: Mapping[str, str]) -> bool:
    """Whether the setting lets people sign in with links where others reach Holi. Raises SettingsError."""
    value = (values.get("HOLI_LOCAL_ACCOUNTS") or "no").lower()
    if value not in ("yes", "no"):
        raise SettingsError(f"HOLI_LOCAL_ACCOUNTS is '{value}'. Set it to yes or no.")
    return value == "yes"


def who_may_ask(values: Mapping[str, str]) -> str:
    """Raises SettingsError."""
    value = values.get("HOLI_ASKING") or ANYONE
    if value not in (ANYONE, SIGNED_IN):
        raise SettingsError(f"HOLI_ASKING is '{value}'. Set it to {ANYONE} or {SIGNED_IN}.")
    return value


def _issuer(value: str) -> str:
    parts = urlsplit(value)
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))):
        return value.removesuffix("/.well-known/openid-configuration")
    raise SettingsError(f"HOLI_OIDC_ISSUER is '{value}'. It has to begin with https:// and name a host.")


def _tenant(issuer: str, value: str) -> str:
    """Entra's issuer names the tenant: an issuer for every tenant would let in every tenant's people."""
    parts = urlsplit(issuer)
    if parts.hostname != ENTRA:
        return value
    named = parts.path.strip("/").partition("/")[0]
    try:
        tenant = str(UUID(named))
    except ValueError:
        _wrong_issuer(named)
    if parts.path.strip("/") != f"{named}/v2.0":
        _wrong_issuer(issuer)
    if value and value.lower() != tenant:
        raise SettingsError(
            f"HOLI_OIDC_TENANT is '{value}' but HOLI_OIDC_ISSUER is of the tenant {tenant}. Correct one of them."
        )
    return tenant


def _wrong_issuer(named: str) -> NoReturn:
    raise SettingsError(
        f"HOLI_OIDC_ISSUER names '{named}'. For Entra it is https://{ENTRA}/ with your tenant's id and /v2.0 behind it."
    )


def _roles(value: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for pair in filter(None, (each.strip() for each in value.split(","))):
        group, equals, role = (part.strip() for part in pair.rpartition("="))
        if not group or not equals or role not in ROLES:
            raise SettingsError(
                f"HOLI_OIDC_GROUPS holds '{pair}', which isn't a group, = and one of {', '.join(ROLES)}. Correct it."
            )
        found[group] = found.get(group, frozenset()) | {role}
    return found
