"""Every line of this process at every level, as the handler would write it."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from knowledge.observing.logs import Line, ours_through_structlog


class Logged:
    def __init__(self) -> None:
        self.sink = io.StringIO()
        self.handler = logging.StreamHandler(self.sink)

    @property
    def text(self) -> str:
        return self.sink.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@contextmanager
def logging_everything(shape: str = "json") -> Iterator[Logged]:
    """The levels of all loggers down to DEBUG: what is switched off now may be switched on by somebody."""
    ours_through_structlog()
    logged = Logged()
    logged.handler.setFormatter(Line(shape, "test"))
    named = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    before = [(one, one.level, one.propagate, one.disabled) for one in (logging.root, *named)]
    for one, *_ in before:
        one.setLevel(logging.DEBUG)
        one.propagate, one.disabled = True, False
    logging.root.addHandler(logged.handler)
    try:
        yield logged
    finally:
        logging.root.removeHandler(logged.handler)
        for one, level, propagate, disabled in before:
            one.setLevel(level)
            one.propagate, one.disabled = propagate, disabled
