"""A step of a turn: timed for the metrics, and a span where traces are on."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from knowledge.observing.metrics import STEPS
from knowledge.observing.traces import span


@contextmanager
def step(name: str, parent: object = None, **facts: object) -> Iterator[None]:
    """`parent` is the traceparent of the step in another process that this one belongs to."""
    started = perf_counter()
    try:
        with span(name, parent, facts):
            yield
    finally:
        STEPS.labels(name).observe(perf_counter() - started)
