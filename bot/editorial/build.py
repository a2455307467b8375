"""Build a draft into a release and see which answers it changes: `python -m bot.editorial.build ID`.

A process of its own: encoding takes minutes and gigabytes, and may die without the site.
"""

import os
import subprocess
import sys
from dataclasses import asdict
from datetime import timedelta

import django

LOGGED_DAYS = 90
MOST_QUESTIONS = 2000


def start(draft_id: int) -> None:
    from knowledge.settings import ROOT

    subprocess.Popen(
        [sys.executable, "-m", "bot.editorial.build", str(draft_id)],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def build(draft_id: int) -> None:
    from django.conf import settings

    from bot.editorial.drafts import draft_folder
    from bot.editorial.models import Draft
    from knowledge.encoder import load_encoder
    from knowledge.errors import HoliError
    from knowledge.models import Language
    from knowledge.releases import Releases
    from knowledge.replay import answer_changes
    from knowledge.settings import load_settings

    draft = Draft.objects.get(pk=draft_id)

    def progress(step: str) -> "Callable[[int, int], None]":  # type: ignore[name-defined] # noqa: F821
        def note(done: int, total: int) -> None:
            draft.step, draft.done, draft.total = step, done, total
            draft.save(update_fields=["step", "done", "total", "changed_at"])

        return note

    try:
        values = load_settings()
        releases = Releases(settings.HOLI_HOME)
        encoder = load_encoder(values.models, values.model)
        with draft_folder(draft) as folder:
            release = releases.build(folder, encoder, progress("encoding"))
        current = releases.current()
        changed = answer_changes(current, release, encoder, _questions(), progress("asking"))
        draft.answers = [asdict(change) for change in changed]
        draft.release, draft.compared_with, draft.state = release.digest, current.digest, Draft.State.READY
    except HoliError as error:
        draft.error = {language: error.sentence(language) for language in Language}
        draft.state = Draft.State.FAILED
    draft.save()


def _questions() -> "list[tuple[str, Language]]":  # type: ignore[name-defined] # noqa: F821
    """What publishing must not break: the saved questions, and what was answered lately."""
    from django.utils import timezone

    from bot.chat.models import Question
    from bot.editorial.regression import saved_questions
    from bot.review.regression import closed_questions
    from knowledge.models import Language, Outcome

    since = timezone.now() - timedelta(days=LOGGED_DAYS)
    logged = (
        Question.objects.filter(outcome=Outcome.ANSWERED, asked_at__gte=since)
        .exclude(text="")
        .exclude(text__startswith="/")
        .order_by("-asked_at")
        .values_list("text", "language")[:MOST_QUESTIONS]
    )
    return [*saved_questions(), *closed_questions(), *((text, Language(language)) for text, language in logged)]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
    django.setup()
    build(int(sys.argv[1]))
