"""The Teams library's app, mounted in ours: it reads activities and routes them, and sends what we answer."""

import asyncio
from weakref import WeakKeyDictionary

from django.conf import settings
from microsoft_teams.apps import App
from microsoft_teams.apps.http import HttpServerAdapter
from microsoft_teams.apps.http.adapter import HttpMethod, HttpRouteHandler
from microsoft_teams.common import ClientOptions

from bot.teams.configuration import Configuration
from bot.teams.tokens import AppTokens

SEND_SECONDS = 15


class Mounted(HttpServerAdapter):
    """The library's own endpoint is left out: it checks less than ours, and fetches keys while others wait."""

    def register_route(self, method: HttpMethod, path: str, handler: HttpRouteHandler) -> None:
        pass

    def serve_static(self, path: str, directory: str) -> None:
        raise NotImplementedError("Django serves what is static.")

    async def start(self, port: int) -> None:
        raise NotImplementedError("Django's server is the one that runs.")

    async def stop(self) -> None:
        raise NotImplementedError("Django's server is the one that runs.")


_apps: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[Configuration, App]] = WeakKeyDictionary()


def configuration() -> Configuration:
    found: Configuration | None = settings.HOLI_TEAMS
    assert found, "Teams isn't configured"
    return found


async def app() -> App:
    """One for each event loop, because its connections belong to a loop."""
    loop, wanted = asyncio.get_running_loop(), configuration()
    known = _apps.get(loop)
    if known is None or known[0] != wanted:
        known = _apps[loop] = (wanted, _make(wanted))
        await known[1].initialize()
    return known[1]


def _make(configuration: Configuration) -> App:
    return App(
        client_id=configuration.app_id,
        tenant_id=configuration.tenants[0],
        token=AppTokens(configuration).get,
        cloud=configuration.cloud,
        client=ClientOptions(timeout=SEND_SECONDS),
        http_server_adapter=Mounted(),
        dangerously_allow_unauthenticated_requests=False,
        fetch_user_token=False,
        state=False,
        telemetry={"agent365": False},
    )
