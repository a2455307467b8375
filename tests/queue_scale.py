"""`make bench`: the queue of unanswered questions with a year of made-up ones. Run it with nothing else running."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

QUESTIONS = 50_000
NEW = 20
REPEATS = 5
PAGES = {
    "the queue": "/review/?language=cy",
    "the queue, asked most first": "/review/?language=cy&order=most&state=every",
    "a search in it": "/review/?language=en&words=drone",
    "a gap": "/review/gaps/1?language=cy",
}


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def main(questions: int) -> None:
    from bot.demo.__main__ import demonstrate
    from knowledge.settings import load_settings

    settings = load_settings()
    print(f"made in {timed(lambda: demonstrate(settings, questions, date.today())) / 1000:.0f} s")

    from django.conf import settings as django_settings
    from django.test import Client

    from bot.accounts.models import person_with
    from bot.chat.models import Conversation, Question
    from bot.review.collecting import collect
    from bot.review.grouping import Centres
    from bot.review.models import Gap, Member, Regrouping
    from bot.review.regrouping import regroup
    from knowledge.encoder import load_encoder

    django_settings.ALLOWED_HOSTS.append("testserver")
    reviewer, client = person_with("bench", "reviewer"), Client()
    client.force_login(reviewer)
    print(f"{Question.objects.count():,} questions, {Gap.objects.count():,} gaps, {Member.objects.count():,} in them")
    for name, path in PAGES.items():
        client.get(path)
        print(f"{name}: {statistics.median(timed(lambda: client.get(path)) for _ in range(REPEATS)):.0f} ms")  # noqa: B023
    encoder, centres = load_encoder(settings.models, settings.model), Centres()
    conversation = Conversation.objects.create(channel="widget", language="cy")

    def ask(text: str) -> None:
        Question.objects.create(conversation=conversation, text=text, language="cy", outcome="unanswered")

    ask("Pwy sy'n edrych ar ôl y planhigion?")
    collect(encoder, centres)  # models and means are read
    times = []
    for number in range(NEW):
        ask(f"Ga i adael fy meic yn ystafell {number} dros nos?")
        times.append(timed(lambda: collect(encoder, centres)))
    print(f"a new question grouped: p50 {statistics.median(times):.0f} ms, at most {max(times):.0f} ms")
    again = Regrouping.objects.create(asked_by=reviewer)
    seconds = timed(lambda: regroup(again)) / 1000
    again.refresh_from_db()
    print(f"{again.total:,} undecided questions grouped anew in {seconds:.0f} s")


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        os.environ["HOLI_HOME"] = str(Path(folder) / "home")
        main(int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS)
