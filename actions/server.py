"""The action server: rasa-sdk's executor behind a small ASGI app, one process."""

import hmac
import json
import logging.config
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from anyio import to_thread
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
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
from knowledge.errors import ReleaseError, SettingsError
from knowledge.models import Language
from knowledge.observing import traces
from knowledge.observing.configuration import read_observing
from knowledge.observing.logs import configuration, ours_through_structlog
from knowledge.observing.metrics import CONTENT_TYPE, FAILURES, may_read, written
from knowledge.observing.requests import begin
from knowledge.observing.steps import step
from knowledge.settings import environment, load_settings
from knowledge.timing import watching

logger = structlog.stdlib.get_logger(__name__)


def create_app() -> Starlette:
    values = environment()
    token = values.get("HOLI_RASA_TOKEN", "")
    if not token:
        raise SettingsError("HOLI_RASA_TOKEN isn't set. 'make run' sets it; elsewhere set what Rasa has.")
    wanted = f"Bearer {token}".encode()
    observing = read_observing(values)
    logging.config.dictConfig(configuration(observing.log, "actions"))
    ours_through_structlog()
    traces.start("actions", observing.otlp_url)
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
        sent = metadata_of(call)
        begin(sent.get("request"))
        watching.set(step)
        try:
            with step("action", sent.get("traceparent"), action=call.get("next_action")):
                result = await executor.run(call)
        except ActionNotFoundException as error:
            return JSONResponse({"error": str(error), "action_name": error.action_name}, 404)
        except ActionExecutionRejection as error:
            return JSONResponse({"error": str(error), "action_name": error.action_name}, 400)
        except Exception:
            FAILURES.labels("action").inc()
            logger.exception("an action failed", action=call.get("next_action"))
            return JSONResponse({"error": "failed"}, 500)
        return JSONResponse(result.model_dump() if result else {"events": [], "responses": []})

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok", "release": assistant.get().release.digest})

    async def metrics(request: Request) -> Response:
        if not may_read(request.client.host if request.client else "", request.headers, observing.metrics_token):
            return JSONResponse({"error": "unauthorised"}, 401)
        with suppress(ReleaseError):
            await to_thread.run_sync(assistant.get)  # takes up what is published, as a question would
        return Response(written(ReleaseInUse(assistant)), headers={"content-type": CONTENT_TYPE})

    async def ready(request: Request) -> Response:
        """Whether a known question gets an answer: the title of a section that is published."""
        current = assistant.get()
        library = current.release.library
        title = library.shown(library.anchors[0], Language.EN)[1].title
        answer = await to_thread.run_sync(current.answer, title, Language.EN, None)
        return JSONResponse({"ready": True, "outcome": answer.outcome})

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await to_thread.run_sync(assistant.get)  # the models are loaded before the first question
        yield
        await to_thread.run_sync(traces.stop)

    routes = [Route("/webhook", webhook, methods=["POST"]), Route("/health", health), Route("/ready", ready)]
    routes.append(Route("/metrics", metrics))
    return Starlette(routes=routes, lifespan=lifespan)


class ReleaseInUse(Collector):
    def __init__(self, assistant: CurrentAssistant) -> None:
        self.assistant = assistant

    def collect(self) -> Iterator[Metric]:
        found = GaugeMetricFamily("holi_release_in_use_info", "The release that answers", labels=["release"])
        if self.assistant.in_use:
            found.add_metric([self.assistant.in_use], 1)
        yield found


def metadata_of(call: dict[str, Any]) -> dict[str, Any]:
    """What the web app sent with the message, which Rasa hands on."""
    message = (call.get("tracker") or {}).get("latest_message") or {}
    return message.get("metadata") or {}
