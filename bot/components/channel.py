"""Rasa's only way in: one turn a request, from the web app alone, with all replies merged into one."""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Awaitable, Callable
from typing import Any

import rasa.core.actions.action
from jsonschema import Draft202012Validator
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.exceptions import InvalidConfigException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.components.logs import take_over
from knowledge.observing.requests import begin

LONGEST = 4000  # characters; the web app's own limit is lower
COMMANDS = re.compile(r"/show_section")
# A little less than the web app waits, so that Rasa has given up when the person is told.
ACTION_SECONDS = max(float(os.environ.get("HOLI_TURN_SECONDS") or 5) - 0.5, 0.5)

# Rasa waits five minutes for an action, and holds the conversation's lock as long: by then nobody is there.
rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS

# Rasa checks the form of an action's result and, each time, that of the form itself: a fifth of a turn.
FORM = Draft202012Validator(RemoteAction.action_response_format_spec())


def _valid(self: RemoteAction, result: dict[str, Any]) -> bool:
    FORM.validate(result)
    return True


RemoteAction._validate_action_result = _valid


class Collected(OutputChannel):
    def __init__(self) -> None:
        self.replies: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "holi"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.replies.append(
            {
                "act": (message.get("metadata") or {}).get("utter_action") or message.get("utter_action"),
                "text": message.get("text") or "",
                "custom": message.get("custom") or {},
            }
        )


class HoliInput(InputChannel):
    def __init__(self, token: str) -> None:
        self.token = token

    @classmethod
    def name(cls) -> str:
        return "holi"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> HoliInput:
        token = (credentials or {}).get("token", "")
        if not token or token.startswith("${"):
            raise InvalidConfigException("HOLI_RASA_TOKEN isn't set; 'make run' sets it.")
        take_over(os.environ.get("HOLI_LOG") or "plain")
        return cls(token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        channel = Blueprint("holi", __name__)

        @channel.get("/")
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @channel.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not hmac.compare_digest((request.token or "").encode(), self.token.encode()):
                return response.json({"error": "unauthorised"}, status=401)
            body = request.json or {}
            sender, text = body.get("sender"), body.get("message")
            if not isinstance(sender, str) or not isinstance(text, str) or not sender or not text:
                return response.json({"error": "sender and message are needed"}, status=400)
            metadata = body.get("metadata") or {}
            begin(metadata.get("request"))
            collected = Collected()
            await on_new_message(
                UserMessage(
                    _plain(text),
                    collected,
                    sender,
                    input_channel=self.name(),
                    metadata=metadata,
                )
            )
            return response.json({"replies": collected.replies})

        return channel


def _plain(text: str) -> str:
    """A slash means a command to Rasa (/restart, /intent with slots); what a person types never is one."""
    text = text.strip()[:LONGEST]
    return text if COMMANDS.fullmatch(text) else text.lstrip("/ ") or "?"
