"""How Django logs. Its own lines of what a request came to name the address, where anything may stand."""

import logging.config
from typing import Any

from django.conf import settings

from knowledge.observing.logs import configuration


def log_configuration(shape: str, process: str = "holi") -> dict[str, Any]:
    found = configuration(shape, process)
    silent: dict[str, Any] = {"handlers": [], "propagate": True}
    found["loggers"] |= {
        "django": {**silent, "level": "WARNING"},
        "django.server": silent,
        "django.request": {**silent, "level": "CRITICAL"},  # the middleware says it, with the route instead
    }
    return found


def name_process(name: str) -> None:
    """Which of the processes that share Django's settings its lines come from."""
    logging.config.dictConfig(log_configuration(settings.HOLI_OBSERVING.log, name))
