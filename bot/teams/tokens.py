"""The token that Holi shows Microsoft when it sends."""

import asyncio
from time import monotonic

import httpx

from bot.teams.configuration import Configuration

EARLY = 300  # seconds before its end that a token isn't used any more
PATIENCE = 10  # seconds


class TokenUnavailable(Exception):
    """Microsoft's sign-in gave no token; `passing` where asking again may help."""

    def __init__(self, reason: str, passing: bool) -> None:
        super().__init__(reason)
        self.passing = passing


class AppTokens:
    """The library's own source blocks a thread for each and asks only addresses that it knows."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self._lock = asyncio.Lock()
        self._token, self._until = "", 0.0

    async def get(self, scope: str | list[str], tenant: str | None) -> str:
        async with self._lock:
            if monotonic() >= self._until:
                await self._fetch(scope if isinstance(scope, str) else " ".join(scope))
            return self._token

    async def _fetch(self, scope: str) -> None:
        configuration = self.configuration
        form = {
            "grant_type": "client_credentials",
            "client_id": configuration.app_id,
            "client_secret": configuration.secret,
            "scope": scope,
        }
        address = f"{configuration.cloud.login_endpoint}/{configuration.tenants[0]}/oauth2/v2.0/token"
        try:
            async with httpx.AsyncClient(timeout=PATIENCE) as client:
                response = await client.post(address, data=form)
            found = response.raise_for_status().json()
            token, seconds = str(found["access_token"]), float(found["expires_in"])
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise TokenUnavailable(f"sign-in status {status}", passing=status == 429 or status >= 500) from None
        except httpx.TransportError:
            raise TokenUnavailable("sign-in can't be reached", passing=True) from None
        except (ValueError, KeyError, TypeError):
            raise TokenUnavailable("sign-in answered nonsense", passing=False) from None
        self._token, self._until = token, monotonic() + seconds - EARLY
