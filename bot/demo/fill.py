"""Fill an empty database with the demonstration: the same seed, number and day give the same rows."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.core.management.color import no_style
from django.db import connection, models, transaction

from bot.accounts.models import person_with
from bot.chat.models import Conversation, Question
from bot.demo.decisions import Deciding, Team
from bot.demo.log import Published, Writer
from bot.demo.plan import DAYS, year
from bot.demo.queue import GAPS, queue, sorted_into, topics_of
from bot.demo.wordings import read, topics
from bot.review.models import Contact, Decision, Gap, Member, SavedFilter
from knowledge.audit import Audit
from knowledge.releases import Releases

SEED = 20270101
BATCH = 1000
REVIEWERS = ("demo-reviewer", "mair.reviewer", "gareth.reviewer")
OWNERS = ("demo-editor", "sioned.editor", "huw.editor", "anna.editor")
MODELS: tuple[type[models.Model], ...] = (Contact, Decision, Member, Gap, SavedFilter, Question, Conversation)


def fill(home: Path, questions: int, until: date) -> dict[str, int]:
    """How many of each were made. What the database held of a demonstration before is gone."""
    chance = Random(SEED)  # noqa: S311
    stored = Releases(home)
    published = _publish(home, until)
    asked = list(year(questions, until, chance))
    numbers = sorted_into(sum(one.missed for one in asked), chance)
    writer = Writer(stored.current().library, published, chance)
    conversations, logged = writer.write(asked, topics_of(numbers, topics(GAPS, chance)))
    sections = sorted(str(section.anchor) for section, _ in writer.sections)
    end = datetime.combine(until, time(), UTC)
    deciding = Deciding(_team(), sections, stored.current_digest(), end, chance)
    gaps, members, decisions = queue(asked, logged, numbers, deciding, SEED)
    with transaction.atomic(), _own_times(Conversation, Question, Gap, Decision):
        for model in MODELS:
            model._default_manager.all().delete()
        for rows in (conversations, logged, gaps, members, decisions):
            _store(rows)
    return {"questions": len(logged), "gaps": len(gaps), "decisions": len(decisions), "releases": len(published)}


def _store(rows: Sequence[models.Model]) -> None:
    if not rows:
        return
    table = type(rows[0])
    for number, row in enumerate(rows, start=1):
        row.pk = row.pk or number
    table._default_manager.bulk_create(rows, batch_size=BATCH)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table]):
            cursor.execute(statement)


def _team() -> Team:
    return Team(
        reviewers=[person_with(name, "reviewer") for name in REVIEWERS],
        owners=[person_with(name, "editor") for name in OWNERS],
    )


def _publish(home: Path, until: date) -> list[Published]:
    """The releases that are there, as if published one after the other over the year; the current one last."""
    stored = Releases(home)
    current = stored.current_digest()
    older = [release.digest for release in reversed(stored.all()) if release.digest != current]
    audit = Audit(home)
    audit.file.unlink(missing_ok=True)
    found = []
    releases, notes = [*older, current], read("phrases.yml")["notes"]
    for place, release in enumerate(releases):
        at = datetime.combine(until, time(10), UTC) - timedelta(days=DAYS - DAYS * place // len(releases) - 1)
        note = " / ".join(notes[place % len(notes)][language] for language in ("cy", "en"))
        audit.append("demo-publisher", "publishing", note=note, release=release, at=at)
        audit.append("demo-publisher", "published", note=note, release=release, at=at)
        found.append(Published(at, release))
    return found


@contextmanager
def _own_times(*tables: type[models.Model]) -> Iterator[None]:
    """Django would write now into what says when a row was made."""
    with ExitStack() as stack:
        for field in _clocks(tables):
            stack.callback(setattr, field, "auto_now", field.auto_now)
            stack.callback(setattr, field, "auto_now_add", field.auto_now_add)
            field.auto_now = field.auto_now_add = False
        yield


def _clocks(tables: Iterable[type[models.Model]]) -> "list[models.DateTimeField[datetime, datetime]]":
    fields = [field for table in tables for field in table._meta.concrete_fields]
    return [field for field in fields if isinstance(field, models.DateTimeField)]
