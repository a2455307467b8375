"""Who may call: only Microsoft's Teams channel, about a tenant on the list."""

from dataclasses import dataclass
from typing import Any

import jwt

from bot.teams.configuration import Configuration
from bot.teams.keys import Key, Keys, KeysUnavailable

CHANNEL = "msteams"
LEEWAY = 300  # seconds of clock skew that Microsoft allows for


class Refused(Exception):
    """The status to answer with, and the reason for our log; the caller isn't told it."""

    def __init__(self, status: int, reason: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status, self.headers = status, headers


@dataclass(frozen=True)
class Caller:
    """One whose token is sound. What its activity says still has to be vouched for."""

    token: str
    key: Key
    service_url: str
    tenants: tuple[str, ...]

    def check_activity(self, activity: dict[str, Any]) -> None:
        """Raises Refused."""
        service_url = activity.get("serviceUrl")
        if not isinstance(service_url, str) or not service_url:
            raise Refused(403, "the activity has no service URL")
        if service_url.rstrip("/") != self.service_url.rstrip("/"):
            raise Refused(403, "the activity's service URL isn't the token's")
        if activity.get("channelId") != CHANNEL:
            raise Refused(403, "the activity isn't from Teams")
        if CHANNEL not in self.key.endorsements:
            raise Refused(403, "the key isn't endorsed for Teams")
        found = _tenants(activity)
        if not found or not found <= set(self.tenants):
            raise Refused(403, "the tenant isn't on the list")


class Callers:
    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.keys = Keys(configuration.cloud.openid_metadata_url)

    async def identify(self, authorization: str) -> Caller:
        """Raises Refused."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refused(401, "there is no token")
        try:
            id = jwt.get_unverified_header(token).get("kid")
            key = await self.keys.find(id) if isinstance(id, str) else None
            if key is None:
                raise Refused(401, "the token's key isn't known")
            claims = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self.configuration.app_id,
                issuer=self.configuration.cloud.token_issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "nbf", "iss", "aud"]},
            )
        except KeysUnavailable:
            raise Refused(503, "there are no keys to check a token with") from None
        except jwt.InvalidTokenError as error:
            raise Refused(401, f"the token isn't sound ({type(error).__name__})") from None
        service_url = claims.get("serviceurl")
        if not isinstance(service_url, str) or not service_url:
            raise Refused(401, "the token vouches for no service URL")
        return Caller(token, key, service_url, self.configuration.tenants)


def _tenants(activity: dict[str, Any]) -> set[str]:
    """Every tenant that the activity names: Teams says it in two places."""
    places = (("conversation", "tenantId"), ("channelData", "tenant"))
    found = set()
    for outer, inner in places:
        holder = activity.get(outer)
        value = holder.get(inner) if isinstance(holder, dict) else None
        value = value.get("id") if isinstance(value, dict) else value
        if value is not None:
            found.add(str(value).lower())
    return found
