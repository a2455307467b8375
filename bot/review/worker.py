"""The review worker: groups what went unanswered, asks it again of every new release, and tells who waits.
Once a night it empties what has been kept long enough.

A process of its own, because it reads with the models: `python -m bot.review.worker`.
"""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event

import django
import structlog

from knowledge.observing.requests import begin

logger = structlog.stdlib.get_logger("bot.review.worker")

SECONDS = 2.0  # between looks at the question log
SIGN_SECONDS = 15.0  # between its signs of life
GAPS_A_ROUND = 5  # asked again before new questions are looked at


def work(stopped: Event) -> None:
    from django.db import close_old_connections
    from django.utils import timezone

    from bot.chat.settling import settle
    from bot.figures.digest import send_digests
    from bot.privacy.daily import apply_retention
    from bot.review.again import ask_again, unasked
    from bot.review.alone import Turn
    from bot.review.collecting import collect
    from bot.review.grouping import Centres
    from bot.review.models import Regrouping
    from bot.review.regrouping import regroup, renew
    from bot.review.telling import tell_waiting
    from bot.review.telling_teams import tell_in_teams
    from bot.status.models import Sign
    from knowledge.current import CurrentAssistant
    from knowledge.settings import load_settings

    current, centres, hourly = CurrentAssistant(load_settings()), Centres(), Every(3600)
    minutely, often = Every(60), Every(SIGN_SECONDS)

    def look() -> bool:
        """Whether there may be more at once."""
        settle()
        if renew(current.encoder):
            return True
        placed = collect(current.encoder, centres)
        if asked := Regrouping.objects.filter(finished_at=None).last():
            regroup(asked)
        assistant = current.get()
        gaps = list(unasked(assistant.release.digest)[:GAPS_A_ROUND])
        for gap in gaps:
            ask_again(gap, assistant)
        tell_waiting(assistant)
        tell_in_teams(assistant)
        if hourly.due():
            send_digests(timezone.now())
        if often.due():
            Sign.give(Sign.Name.LOOKED)
        return bool(placed or gaps)

    turn = Turn()
    while not stopped.is_set():
        close_old_connections()
        if minutely.due():
            apply_retention()
        if not turn.mine() or not _safely(look):
            stopped.wait(SECONDS)


class Every:
    """Now, and then again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self._next = seconds, 0.0

    def due(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self.seconds
        return True


def _safely(look: Callable[[], bool]) -> bool:
    """What fails now is looked at again next time: questions wait in the log, not here."""
    begin()
    try:
        return look()
    except Exception:
        logger.exception("the review worker failed; it goes on")
        _stumbled()
        return False


def _stumbled() -> None:
    from django.db import DatabaseError

    from bot.status.models import Sign

    with suppress(DatabaseError):  # it may be what failed
        Sign.give(Sign.Name.STUMBLED)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
    django.setup()
    from bot.status.logs import name_process

    name_process("review")
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    work(stopped)


if __name__ == "__main__":
    main()
