"""How long each step of an answer takes, and for whoever else watches, when it begins and ends."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from time import perf_counter

Watch = Callable[[str], AbstractContextManager[None]]

watching: ContextVar[Watch] = ContextVar("watching", default=lambda name: nullcontext())


@contextmanager
def timed(steps: dict[str, float], name: str) -> Iterator[None]:
    """Milliseconds into `steps`."""
    start = perf_counter()
    with watching.get()(name):
        yield
    steps[name] = round((perf_counter() - start) * 1000, 2)
