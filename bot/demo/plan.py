"""A year of questions, drawn by chance from one seed: who asks what, when, and what comes of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from knowledge.models import Language, Outcome

DAYS = 364
WELSH = 0.27
ASKED_TOGETHER = 0.35  # how often a question stands in the conversation of the one before
TEAMS = 0.2
# By the hour, from midnight: offices, with a few at home in the evening.
HOURS = (0, 0, 0, 0, 0, 1, 2, 8, 30, 52, 60, 50, 32, 40, 48, 44, 34, 16, 5, 3, 3, 2, 1, 0)
OUTCOMES = {
    Language.CY: {"answered": 55, "choice": 9, "unanswered": 23, "out_of_scope": 8, "failed": 2, "small_talk": 3},
    Language.EN: {"answered": 61, "choice": 8, "unanswered": 18, "out_of_scope": 8, "failed": 2, "small_talk": 3},
}
MILLISECONDS = {Language.CY: 218, Language.EN: 177}
JUDGED = 0.25  # of what was answered, how much anybody judges
NOT_HELPFUL = 0.22  # of those
PERSON = 0.02


@dataclass(frozen=True)
class Asked:
    at: datetime
    language: Language
    outcome: Outcome
    new_conversation: bool
    channel: str
    milliseconds: int
    helpful: bool | None
    wants_person: bool

    @property
    def missed(self) -> bool:
        """Belongs into the reviewers' queue."""
        if self.outcome is Outcome.SMALL_TALK:
            return False
        return self.outcome in (Outcome.UNANSWERED, Outcome.FAILED) or self.helpful is False or self.wants_person


def year(questions: int, until: date, chance: Random) -> Iterator[Asked]:
    """Oldest first, the last day before `until`."""
    first = until - timedelta(days=DAYS)
    days = [first + timedelta(days=one) for one in range(DAYS)]
    moments = sorted(
        _moment(day, chance) for day in chance.choices(days, [_busy(day, first) for day in days], k=questions)
    )
    language, channel = Language.EN, "widget"
    for at in moments:
        new = chance.random() > ASKED_TOGETHER
        if new:
            language = Language.CY if chance.random() < WELSH else Language.EN
            channel = "teams" if chance.random() < TEAMS else "widget"
        yield _asked(at, language, new, channel, chance)


def _asked(at: datetime, language: Language, new: bool, channel: str, chance: Random) -> Asked:
    weights = OUTCOMES[language]
    outcome = Outcome(chance.choices(list(weights), list(weights.values()))[0])
    helped = outcome in (Outcome.ANSWERED, Outcome.CHOICE)
    helpful = chance.random() > NOT_HELPFUL if helped and chance.random() < JUDGED else None
    return Asked(
        at, language, outcome, new, channel,
        milliseconds=round(MILLISECONDS[language] * chance.lognormvariate(0, 0.25)),
        helpful=helpful,
        wants_person=outcome is not Outcome.SMALL_TALK and chance.random() < PERSON,
    )  # fmt: skip


def _busy(day: date, first: date) -> float:
    """Offices rest at the weekend and around Christmas, August is quiet, and more people know Holi as time goes by."""
    weight = 0.04 if day.weekday() >= 5 else 1.0
    if (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 2):
        weight *= 0.1
    if day.month == 8:
        weight *= 0.6
    return weight * (0.6 + 0.8 * (day - first).days / DAYS)


def _moment(day: date, chance: Random) -> datetime:
    hour = chance.choices(range(24), HOURS)[0]
    return datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), UTC)
