"""Log lines: readable or JSON, with named facts from a list, and no words but those that stand in the code.

Runs inside Rasa as well, on Python 3.10 and an older structlog.
"""

import json
import linecache
import logging
import sys
from datetime import datetime, timezone
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict

from knowledge.observing.traceback import named, trace

SHAPES = ("plain", "json")
# What a line may say besides its sentence. Anything else is left out, whoever passes it.
FACTS = (
    "request", "question", "activity", "channel", "language", "outcome", "reason", "status", "method", "route",
    "action", "release", "milliseconds", "steps",
)  # fmt: skip
LONGEST = 200  # characters of a fact
OWN_LEVELS = {"bot": "INFO", "actions": "INFO", "knowledge": "INFO"}
WITHHELD = "something that isn't shown, because it may hold what somebody wrote"


class Line(ProcessorFormatter):
    """Formats every record of a process, ours and other people's."""

    def __init__(self, shape: str = SHAPES[0], process: str = "") -> None:
        super().__init__(processors=[_facts(process), _as_json if shape == "json" else _plainly])


def configuration(shape: str, process: str) -> dict[str, Any]:
    """For logging.config.dictConfig; `ours_through_structlog` belongs with it."""
    silent: dict[str, Any] = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"{__name__}.Line", "shape": shape, "process": process}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            **{name: {**silent, "level": level} for name, level in OWN_LEVELS.items()},
            "uvicorn": {**silent, "level": "WARNING"},
            "uvicorn.error": silent,
            "uvicorn.access": silent,
            "httpx": {"level": "WARNING"},
            "microsoft_teams": {**silent, "level": "ERROR"},
        },
    }


def ours_through_structlog() -> None:
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # tests configure it anew
    )


def _facts(process: str) -> structlog.typing.Processor:
    def processor(logger: Any, method: str, event: EventDict) -> EventDict:
        record: logging.LogRecord = event["_record"]
        given = {**structlog.contextvars.get_contextvars(), **vars(record), **event}
        found: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": process,
            "logger": record.name,
            "event": _said(record, event),
        }
        found |= {name: _short(given[name]) for name in FACTS if name in given}
        if error := _error(event.get("exc_info")):
            found["trace"] = trace(error)
        return found

    return processor


def _said(record: logging.LogRecord, event: EventDict) -> str:
    """The sentence where it stands in the code that said it; else only where it was said."""
    said = event["event"] if event["_from_structlog"] else record.msg
    if isinstance(said, BaseException):
        return named(said)
    if isinstance(said, str) and said.strip() and said.strip() in "".join(linecache.getlines(record.pathname)):
        return said.strip()
    return f"{WITHHELD} ({record.module}:{record.lineno})"


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name)[:LONGEST]: _short(one) for name, one in value.items()}
    if value is None or isinstance(value, bool | int | float):
        return value
    return " ".join(str(value).split())[:LONGEST]


def _error(given: Any) -> BaseException | None:
    if given is True:
        given = sys.exc_info()
    found = given[1] if isinstance(given, tuple) else given
    return found if isinstance(found, BaseException) else None


def _as_json(logger: Any, method: str, event: EventDict) -> str:
    return json.dumps(event, ensure_ascii=False)


def _plainly(logger: Any, method: str, event: EventDict) -> str:
    facts = " ".join(f"{name}={event[name]}" for name in FACTS if name in event)
    line = f"{event['level'].upper()} {event['logger']} {event['event']}"
    return "\n".join(
        filter(None, [f"{line}  {facts}" if facts else line, *(f"  {one}" for one in event.get("trace", ()))])
    )
