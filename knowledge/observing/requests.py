"""A request's id: made where a message comes in, and carried to every line that is written because of it."""

import re
import uuid

from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

HEADER = "X-Request-ID"
FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


def begin(wanted: object = None) -> str:
    """The id that is wanted where it has the form of one, else one made here."""
    id = wanted if isinstance(wanted, str) and FORM.fullmatch(wanted) else uuid.uuid4().hex
    clear_contextvars()
    bind_contextvars(request=id)
    return id


def current() -> str:
    return str(get_contextvars().get("request", ""))
