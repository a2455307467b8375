"""What was decided about the gaps of the demonstration, as `bot.review.decisions` writes it down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.models import User

from bot.demo.wordings import read
from bot.review.models import Decision, Gap
from bot.review.states import CLOSED, Action, State, after
from knowledge.models import Language

# What becomes of a gap, by how often.
WAYS: dict[tuple[Action, ...], int] = {
    (): 26,
    (Action.ASSIGN,): 12,
    (Action.ASSIGN, Action.DRAFT): 5,
    (Action.DRAFT, Action.CONFIRM): 12,
    (Action.ASSIGN, Action.DRAFT, Action.CONFIRM): 14,
    (Action.POINT, Action.CONFIRM): 10,
    (Action.REDIRECT, Action.CONFIRM_REDIRECT): 12,
    (Action.DISMISS,): 6,
    (Action.POINT, Action.CONFIRM, Action.REOPEN): 2,
    (Action.REDIRECT,): 1,
}
STEP_DAYS = 9  # from one step to the next, on average
DUE_DAYS = (7, 14, 21, 28)
SERVICES = ("Payroll", "ICT service desk", "Human Resources")


@dataclass(frozen=True)
class Team:
    reviewers: list[User]
    owners: list[User]


class Deciding:
    def __init__(self, team: Team, sections: list[str], release: str, until: datetime, chance: Random) -> None:
        self.team, self.sections, self.release, self.until, self.chance = team, sections, release, until, chance
        self.phrases = read("phrases.yml")["why"]

    def decide(self, gap: Gap) -> list[Decision]:
        """The decisions of a gap that was first asked at `first_at`; the gap is left as they leave it."""
        way = self.chance.choices(list(WAYS), list(WAYS.values()))[0]
        found: list[Decision] = []
        assert gap.first_at is not None
        at = gap.first_at
        for action in way:
            at += timedelta(days=self.chance.expovariate(1 / STEP_DAYS), hours=1)
            if at >= self.until:
                break
            found.append(self._take(gap, action, at))
        return found

    def _take(self, gap: Gap, action: Action, at: datetime) -> Decision:
        before = State(gap.state)
        was = {
            "owner_id": gap.owner_id, "due": str(gap.due) if gap.due else None, "draft_id": None, "target": gap.target,
            "merged_into_id": None, "closed_at": gap.closed_at.isoformat() if gap.closed_at else None,
        }  # fmt: skip
        details = self._details(gap, action, at)
        gap.state = after(before, action)
        gap.closed_at = at if State(gap.state) in CLOSED else None
        gap.changed_at, gap.version = at, gap.version + 1
        by = None if action in (Action.CONFIRM, Action.CONFIRM_REDIRECT) else self.chance.choice(self.team.reviewers)
        language = self.chance.choice(list(Language))
        why = self.chance.choice(self.phrases[action][language]) if action in self.phrases else ""
        return Decision(
            gap=gap, action=action, by=by, at=at, why=why, before=before, after=gap.state,
            details={**details, "was": was},
        )  # fmt: skip

    def _details(self, gap: Gap, action: Action, at: datetime) -> dict[str, Any]:
        if action is Action.ASSIGN:
            gap.owner = self.chance.choice(self.team.owners)
            gap.due = (at + timedelta(days=self.chance.choice(DUE_DAYS))).date()
            return {"owner": gap.owner.get_username(), "due": str(gap.due)}
        if action in (Action.POINT, Action.DRAFT):
            gap.target = {"section": self.chance.choice(self.sections)}
            return {"target": gap.target}
        if action is Action.REDIRECT:
            gap.target = {"service": self.chance.choice(SERVICES)}
            return {"target": gap.target}
        if action in (Action.CONFIRM, Action.CONFIRM_REDIRECT):
            gap.release = self.release
            asked = gap.asked_cy + gap.asked_en  # the database adds them up when it has the row
            gap.again = {"answered": asked, "of": asked, "sections": [gap.target.get("section", "")]}
        return {}
