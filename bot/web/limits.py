"""How often one person, and one address, may ask for something: counted in Django's cache, which replicas share."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_ratelimit.core import get_usage

from bot.web.language import page_language
from knowledge.errors import SettingsError

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
RATE = re.compile(r"[1-9]\d*/[1-9]?\d*[smhd]")
OFF, NONE = "off", "none"


@dataclass(frozen=True)
class Limit:
    person: str = ""  # how often, like 20/m; empty: as often as they like
    address: str = ""


# A whole council may stand behind one address.
DEFAULTS = {
    "questions": Limit("20/m", "1200/m"),
    "feedback": Limit("60/m", "1200/m"),
    "contact": Limit("10/m", "120/m"),
    "sign-in": Limit("20/m", "120/m"),
    "imports": Limit("60/h", "240/h"),
    "teams": Limit("20/m", "60/m"),  # address: of requests whose token isn't sound
}


class TooOften(Exception):
    """`first`: the first request over the limit, which may be told so where each answer costs something."""

    def __init__(self, seconds: int, first: bool) -> None:
        super().__init__(seconds)
        self.seconds, self.first = max(seconds, 1), first


def read_limits(value: str) -> dict[str, Limit]:
    """The defaults with what is set instead of them. Raises SettingsError."""
    if value.strip().lower() == OFF:
        return {}
    found = dict(DEFAULTS)
    for each in filter(None, map(str.strip, value.split(","))):
        name, _, rates = each.partition("=")
        person, _, address = (part.strip() for part in rates.partition(":"))
        if name not in DEFAULTS or not all(rate == NONE or RATE.fullmatch(rate) for rate in (person, address)):
            raise SettingsError(
                f"HOLI_LIMITS holds '{each}', which isn't like questions=20/m:1200/m (of a person: from an address)."
                f" The names are {', '.join(DEFAULTS)}. Correct it."
            )
        found[name] = Limit(*("" if rate == NONE else rate for rate in (person, address)))
    return found


def check_address(request: HttpRequest, what: str) -> None:
    """Raises TooOften."""
    _count(request, f"{what}, address", "ip", settings.HOLI_LIMITS.get(what, Limit()).address)


def check_person(request: HttpRequest | None, what: str, person: str) -> None:
    """Raises TooOften. Whoever `person` is empty for is held by the address alone."""
    if person:
        rate = settings.HOLI_LIMITS.get(what, Limit()).person
        _count(request, f"{what}, person", lambda *_: person, rate)


acheck_address = sync_to_async(check_address, thread_sensitive=False)
acheck_person = sync_to_async(check_person, thread_sensitive=False)


async def person_asking(request: HttpRequest, otherwise: str) -> str:
    """Who is signed in, else what tells the person apart."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        try:
            user = await request.auser()
        except DatabaseError:  # the question is kept all the same
            return otherwise
        if user.is_authenticated:
            return f"user {user.pk}"
    return otherwise


def limited(what: str) -> Callable[[View], View]:
    """For pages: what is sent too often is answered with 429 and a sentence."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                check_address(request, what)
                check_person(request, what, f"user {request.user.pk}" if request.user.is_authenticated else "")
            except TooOften as too_often:
                page = render(request, "web/message.html", {"status": 429, "twin": page_language(request).twin})
                page.status_code = 429
                page["Retry-After"] = str(too_often.seconds)
                return page
            return view(request, *args, **kwargs)

        return checked

    return decorate


def _count(request: HttpRequest | None, group: str, key: Any, rate: str) -> None:
    if not rate:
        return
    try:
        usage = get_usage(request, group=group, key=key, rate=rate, increment=True)
    except Exception:
        logger.exception("the cache can't be reached, so nobody is held to a limit")
        return
    if usage and usage["should_limit"]:
        raise TooOften(usage["time_left"], usage["count"] == usage["limit"] + 1)
