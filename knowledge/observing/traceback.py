"""An exception as lines that hold no value: what it is, and where. Its own words may be what somebody asked."""

import os
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

ROOT = f"{Path(__file__).resolve().parent.parent.parent}{os.sep}"
DEEPEST = 20  # exceptions behind each other or in a group
CODES = ("sqlite_errorname", "sqlstate")  # what a database calls its error


def trace(error: BaseException) -> list[str]:
    """The newest exception first, each with its places, innermost last."""
    return [line for one in list(_chain(error))[:DEEPEST] for line in (named(one), *_places(one.__traceback__))]


def named(error: BaseException) -> str:
    """Its class, and what the operating system or the database calls it."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    codes = [str(code) for attribute in CODES if (code := getattr(error, attribute, None))]
    if isinstance(error, OSError) and isinstance(error.errno, int):
        codes.append(os.strerror(error.errno))
    return f"{name}: {', '.join(codes)}" if codes else name


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        grouped = getattr(one, "exceptions", ())
        waiting += [each for each in grouped if isinstance(each, BaseException)]
        waiting.append(one.__cause__ or (None if one.__suppress_context__ else one.__context__))


def _places(found: TracebackType | None) -> Iterator[str]:
    for frame, number in walk_tb(found):
        code = frame.f_code
        yield f"  {code.co_filename.removeprefix(ROOT)}:{number} {code.co_name}"
