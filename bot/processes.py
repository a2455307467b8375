"""The processes of Holi and their command lines: here, and nowhere else."""

import os
import sys
from dataclasses import dataclass, field

from bot.prepare import RASA, RASA_ENVIRONMENT, rasa_model
from bot.web.stores import tracker
from knowledge.settings import SECRET, Settings

LOOPBACK = "127.0.0.1"
PYTHON = sys.executable
PORTS = {"rasa": "HOLI_RASA_PORT", "actions": "HOLI_ACTIONS_PORT", "web": "HOLI_PORT"}
RASA_KNOWS = {"HOLI_RASA_TOKEN"}  # the one secret that its process needs


@dataclass(frozen=True)
class Process:
    command: tuple[str, ...]
    host: str = ""
    port: str = ""
    ready: str = ""  # the path that answers once it can work
    environment: dict[str, str] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()

    @property
    def health(self) -> str:
        """Where it says that it can work, as this machine reaches it; nothing for what has no port."""
        host = LOOPBACK if self.host == "0.0.0.0" else self.host  # noqa: S104 - compared, not bound
        return f"http://{host}:{self.port}{self.ready}" if self.port else ""

    def surroundings(self, values: dict[str, str]) -> dict[str, str]:
        """The environment that it starts with: `values`, from wherever they were read, and its own."""
        found = {**os.environ, **values, **self.environment}
        return {name: value for name, value in found.items() if name not in self.withheld}


def processes(settings: Settings, values: dict[str, str]) -> dict[str, Process]:
    rasa_port = values.get("HOLI_RASA_PORT") or "5005"
    actions_port = values.get("HOLI_ACTIONS_PORT") or "5055"
    inside = values.get("HOLI_INTERNAL_HOST") or LOOPBACK
    host, port = values.get("HOLI_HOST") or LOOPBACK, values.get("HOLI_PORT") or "8000"
    uvicorn = (
        PYTHON,
        "-m",
        "uvicorn",
        "--no-access-log",
        "--no-proxy-headers",
        "--no-server-header",
        "--timeout-graceful-shutdown",
        "20",  # seconds for turns under way, when it is told to stop
        "--log-level",
        "warning",
    )
    return {
        "rasa": Process(
            (
                str(RASA), "run", "-m", str(rasa_model(settings)), "-i", inside, "-p", rasa_port,
                "--credentials", "credentials.yml", "--endpoints", "endpoints.yml", "--log-file", os.devnull,
            ),
            inside,
            rasa_port,
            "/webhooks/holi/",
            {
                **RASA_ENVIRONMENT,
                "LOG_LEVEL": "WARNING",
                "HOLI_ACTIONS_URL": values.get("HOLI_ACTIONS_URL") or f"http://{LOOPBACK}:{actions_port}",
                **tracker(values.get("HOLI_DATABASE_URL", ""), settings.home),
            },
            frozenset(n for n in values if SECRET.search(n) or n == "HOLI_SMTP_URL") - RASA_KNOWS,
        ),
        "actions": Process(
            (*uvicorn, "--factory", "actions.server:create_app", "--host", inside, "--port", actions_port),
            inside,
            actions_port,
            "/health",
        ),
        # Answers come first.
        "review": Process(
            ("nice", "-n", "10", PYTHON, "-m", "bot.review.worker"), environment={"OMP_NUM_THREADS": "1"}
        ),
        "web": Process((*uvicorn, "bot.web.asgi:application", "--host", host, "--port", port), host, port, "/healthz"),
    }  # fmt: skip
