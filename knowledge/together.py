"""Questions that arrive while others are being read are read together, in one go.

A model reads its own weights from memory each time: four short texts at once cost hardly more than one.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Text = TypeVar("Text")
Found = TypeVar("Found")


class Together(Generic[Text, Found]):
    """Calls `read` from many threads, with what all of them wait for. Nobody waits for company: a thread that finds
    nobody reading reads at once. Who shares `reading` never reads at the same time, as each read has all cores."""

    def __init__(self, read: Callable[[Sequence[Text]], list[Found]], reading: Lock, most: int = 16) -> None:
        self._read, self._reading, self._most = read, reading, most
        self._adding = Lock()
        self._waiting: list[tuple[Text, Future[Found]]] = []

    def __call__(self, texts: Sequence[Text]) -> list[Found]:
        mine: list[tuple[Text, Future[Found]]] = [(text, Future()) for text in texts]
        with self._adding:
            self._waiting += mine
        with self._reading:
            while not all(future.done() for _, future in mine):
                self._read_some()
        return [future.result() for _, future in mine]

    def _read_some(self) -> None:
        with self._adding:
            some, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            for (_, future), found in zip(some, self._read([text for text, _ in some]), strict=True):
                future.set_result(found)
        except BaseException as error:  # whatever ends this thread, the others must hear of it
            for _, future in some:
                if not future.done():
                    future.set_exception(error)
            if not isinstance(error, Exception):
                raise
