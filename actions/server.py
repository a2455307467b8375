"""The action server: rasa-sdk's executor behind a small ASGI app, one process."""

import hmac
import json
import logging.config
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from anyio import to_thread
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actions.answer import ActionAnswer
from actions.language import ActionUseLanguage
from actions.show import ActionShowAgain, ActionShowMore, ActionShowSection, ActionSource
from knowledge.current import CurrentAssistant
from knowledge.errors import SettingsError
from knowledge.models import Language
from knowledge.settings import environment, load_settings
from observing.configuration import read_observing
from observing.logs import configuration, ours_through_structlog
from observing.requests import begin

logger = structlog.stdlib.get_logger(__name__)


def create_app() -> Starlette:
    values = environment()
    token = values.get("HOLI_RASA_TOKEN", "")
    if not token:
        raise SettingsError("HOLI_RASA_TOKEN isn't set. 'make run' sets it; elsewhere set what Rasa has.")
    wanted = f"Bearer {token}".encode()
    logging.config.dictConfig(configuration(read_observing(values).log, "actions"))
    ours_through_structlog()
    assistant = CurrentAssistant(load_settings())
    executor = ActionExecutor()
    for action in (ActionAnswer, ActionShowMore, ActionShowSection, ActionShowAgain, ActionSource):
        executor.register_action(action(assistant))
    executor.register_action(ActionUseLanguage(Language.CY, "action_use_welsh"))
    executor.register_action(ActionUseLanguage(Language.EN, "action_use_english"))

    async def webhook(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), wanted):
            return JSONResponse({"error": "unauthorised"}, 401)
        body = await request.body()
        if request.headers.get("content-encoding") == "deflate":
            body = zlib.decompress(body)
        call = json.loads(body)
        begin(metadata_of(call).get("request"))
        try:
            result = await executor.run(call)
        except ActionNotFoundException as error:
            return JSONResponse({"error": str(error), "action_name": error.action_name}, 404)
        except ActionExecutionRejection as error:
            return JSONResponse({"error": str(error), "action_name": error.action_name}, 400)
        except Exception:
            logger.exception("an action failed", action=call.get("next_action"))
            return JSONResponse({"error": "failed"}, 500)
        return JSONResponse(result.model_dump() if result else {"events": [], "responses": []})

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "release": assistant.get().release.digest})

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await to_thread.run_sync(assistant.get)  # the models are loaded before the first question
        yield

    return Starlette(routes=[Route("/webhook", webhook, methods=["POST"]), Route("/health", health)], lifespan=lifespan)


def metadata_of(call: dict[str, Any]) -> dict[str, Any]:
    """What the web app sent with the message, which Rasa hands on."""
    message = (call.get("tracker") or {}).get("latest_message") or {}
    return message.get("metadata") or {}
