"""What Holi meets of Microsoft: its signing keys, its sign-in, and Teams' connector, on this machine.

It behaves as Microsoft documents it, refusals included; the keys and the signatures are real.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, unquote

import jwt

from tests.bot.teams.signing import SigningKey

APP = "3f0b2a52-8f3d-4a57-9f0c-6a3a1d7e9b11"
TENANT = "7d2c9c3a-0c1e-4d55-8f52-b7f1a0d3c401"
SECRET = "not-a-real-secret"
ISSUER = "https://api.botframework.com"
ACTIVITIES = re.compile(r"/teams/v3/conversations/([^/]+)/activities(?:/([^/?]+))?")
LARGEST = 100 * 1024  # bytes in UTF-16


@dataclass
class Behaviour:
    """What the connector does with the next request instead of taking it."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass
class Request:
    method: str
    conversation: str
    id: str
    activity: dict[str, Any]
    status: int
    at: float


class Microsoft:
    def __init__(self) -> None:
        self.keys = [SigningKey("first")]
        self.requests: list[Request] = []
        self.next: list[Behaviour] = []
        self.always: Behaviour | None = None
        self.fetches: list[str] = []
        self.key_seconds = 0.0
        self.sign_in_status = 200
        self.numbers = count(1)
        self.lock = Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def service_url(self) -> str:
        return f"{self.url}/teams/"

    def token(self, key: SigningKey | None = None, **claims: Any) -> str:
        """As the channel signs it; a claim given as None is left out."""
        key = key or self.keys[0]
        now = int(time.time())
        usual = {"iss": ISSUER, "aud": APP, "iat": now, "nbf": now, "exp": now + 3600, "serviceurl": self.service_url}
        return jwt.encode(
            {name: value for name, value in {**usual, **claims}.items() if value is not None},
            key.private,
            "RS256",
            {"kid": key.id},
        )

    def taken(self, *methods: str) -> list[Request]:
        """What the connector took, typing left out."""
        wanted = methods or ("POST", "PUT", "DELETE")
        return [
            each
            for each in self.requests
            if each.status < 300 and each.method in wanted and each.activity.get("type") != "typing"
        ]

    def shown(self, conversation: str) -> dict[str, dict[str, Any]]:
        """What stands in a conversation now, by id."""
        standing: dict[str, dict[str, Any]] = {}
        for each in self.taken():
            if each.conversation == conversation:
                if each.method == "DELETE":
                    standing.pop(each.id, None)
                else:
                    standing[each.id] = each.activity
        return standing

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def running() -> Iterator[Microsoft]:
    microsoft = Microsoft()
    yield microsoft
    microsoft.stop()


def refusal(activity: dict[str, Any]) -> int:
    """The status with which Teams refuses what it can't show; 0 where it takes it."""
    if len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le")) > LARGEST:
        return 413
    roots = [entity for entity in activity.get("entities", []) if entity["type"] == "https://schema.org/Message"]
    if len(roots) > 1 or "null" in json.dumps(roots):
        return 400
    claims = roots[0].get("citation", []) if roots else []
    appearances = [claim["appearance"] for claim in claims]
    long = any(len(each["name"]) > 80 or len(each.get("abstract", "")) > 160 for each in appearances)
    return 400 if len(claims) > 20 or long else 0


def _handler(microsoft: Microsoft) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            microsoft.fetches.append(self.path)
            time.sleep(microsoft.key_seconds)
            if self.path == "/v1/.well-known/openidconfiguration":
                self.answer(200, {"issuer": ISSUER, "jwks_uri": f"{microsoft.url}/v1/.well-known/keys"})
            elif self.path == "/v1/.well-known/keys":
                self.answer(200, {"keys": [key.published() for key in microsoft.keys]})
            else:
                self.answer(404, {})

        def do_POST(self) -> None:
            if self.path.endswith("/oauth2/v2.0/token"):
                self.sign_in(parse_qs(self.read().decode()))
            else:
                self.connector()

        def do_PUT(self) -> None:
            self.connector()

        def do_DELETE(self) -> None:
            self.connector()

        def sign_in(self, form: dict[str, list[str]]) -> None:
            microsoft.fetches.append(self.path)
            if microsoft.sign_in_status != 200:
                self.answer(microsoft.sign_in_status, {"error": "invalid_client"})
                return
            assert self.path == f"/{TENANT}/oauth2/v2.0/token"
            assert (form["client_id"], form["client_secret"]) == ([APP], [SECRET])
            assert form["scope"] == ["https://api.botframework.com/.default"]
            self.answer(200, {"access_token": microsoft.token(), "expires_in": 3600, "token_type": "Bearer"})

        def connector(self) -> None:
            body = self.read()
            place = ACTIVITIES.fullmatch(self.path)
            assert place, self.path
            jwt.decode(
                self.headers["authorization"].removeprefix("Bearer "),
                microsoft.keys[0].pem, algorithms=["RS256"], audience=APP,
            )  # fmt: skip
            activity = json.loads(body) if body else {}
            with microsoft.lock:
                behaviour = microsoft.always or (
                    microsoft.next.pop(0) if microsoft.next and activity.get("type") != "typing" else None
                )
                id = unquote(place[2]) if place[2] else f"sent-{next(microsoft.numbers)}"
            if behaviour:
                time.sleep(behaviour.seconds)
            status = (behaviour.status if behaviour else 0) or refusal(activity) or (200 if place[2] else 201)
            microsoft.requests.append(Request(self.command, unquote(place[1]), id, activity, status, time.monotonic()))
            self.answer(status, {"id": id} if status < 300 else {}, behaviour.headers if behaviour else {})

        def read(self) -> bytes:
            return self.rfile.read(int(self.headers.get("content-length") or 0))

        def answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
            written = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**(headers or {}), "content-length": str(len(written))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    return Handler
