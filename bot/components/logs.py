"""Rasa's log lines in our own form: as it comes, it writes the variables of what fails, and so the question."""

from __future__ import annotations

import logging

import structlog
from structlog.stdlib import ProcessorFormatter

from knowledge.observing.logs import Line


def take_over(shape: str) -> None:
    """Once Rasa has set up its logging. Its loggers hold the list of processors, so that is changed in place."""
    structlog.get_config()["processors"][:] = [
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        ProcessorFormatter.wrap_for_formatter,
    ]
    for handler in logging.getLogger().handlers:
        handler.setFormatter(Line(shape, "rasa"))
