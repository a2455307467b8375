"""Teams is off until it is configured, and a half of it is refused at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from knowledge.errors import SettingsError

if TYPE_CHECKING:
    from microsoft_teams.api.auth.cloud_environment import CloudEnvironment

NEEDED = ("HOLI_TEAMS_APP_ID", "HOLI_TEAMS_SECRET", "HOLI_TEAMS_TENANTS", "HOLI_PUBLIC_URL")
LOOPBACK = ("127.0.0.1", "localhost")


@dataclass(frozen=True)
class Configuration:
    app_id: str
    secret: str
    tenants: tuple[str, ...]  # whose people may ask; the first is where the bot is registered
    url: str  # where people reach Holi, without a slash at the end
    stand_in: str = ""  # what answers in Microsoft's place, in a test

    @property
    def cloud(self) -> "CloudEnvironment":
        """Microsoft's addresses."""
        # Imported here, because the library takes a second to load and Teams is mostly off.
        from microsoft_teams.api.auth.cloud_environment import PUBLIC, with_overrides

        if not self.stand_in:
            return PUBLIC
        metadata = f"{self.stand_in}/v1/.well-known/openidconfiguration"
        return with_overrides(PUBLIC, login_endpoint=self.stand_in, openid_metadata_url=metadata)


def read_configuration(values: Mapping[str, str]) -> Configuration | None:
    """None where nothing of Teams is set. Raises SettingsError."""
    given = [name for name, value in values.items() if name.startswith("HOLI_TEAMS_") and value]
    if not given:
        return None
    missing = [name for name in NEEDED if not values.get(name)]
    if missing:
        raise SettingsError(
            f"{given[0]} is set but {missing[0]} isn't, so Teams can't be used."
            f" Set {missing[0]}, or remove every HOLI_TEAMS_ setting."
        )
    return Configuration(
        app_id=_guid("HOLI_TEAMS_APP_ID", values["HOLI_TEAMS_APP_ID"]),
        secret=values["HOLI_TEAMS_SECRET"],
        tenants=tuple(_guid("HOLI_TEAMS_TENANTS", each) for each in values["HOLI_TEAMS_TENANTS"].split(",")),
        url=_address("HOLI_PUBLIC_URL", values["HOLI_PUBLIC_URL"]),
        stand_in=_stand_in(values.get("HOLI_TEAMS_STAND_IN", "")),
    )


def _guid(name: str, value: str) -> str:
    try:
        return str(UUID(value.strip()))
    except ValueError:
        raise SettingsError(f"{name} holds '{value.strip()}', which isn't an id as Microsoft Entra shows it.") from None


def _address(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        return value.rstrip("/")
    raise SettingsError(f"{name} is '{value}'. It has to begin with https:// and name a host.")


def _stand_in(value: str) -> str:
    if value and urlsplit(value).hostname not in LOOPBACK:
        raise SettingsError(f"HOLI_TEAMS_STAND_IN is '{value}'. It is for tests, and has to be on this machine.")
    return value.rstrip("/")
