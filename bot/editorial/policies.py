"""What a draft's state allows. Who may is asked in bot/accounts/permissions.py."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from bot.editorial.gone import unexplained
from bot.editorial.models import Draft
from knowledge.checking import missing_twins
from knowledge.releases import Releases
from knowledge.sentences import Problem


@dataclass(frozen=True)
class Checks:
    stops: list[str]  # sentences: what must be put right first
    gaps: list[Problem]  # missing twins: accepted only with a reason

    @property
    def needs_reason(self) -> bool:
        return bool(self.gaps)


def can_edit(draft: Draft) -> bool:
    return draft.state in (Draft.State.OPEN, Draft.State.READY, Draft.State.FAILED)


def can_build(draft: Draft) -> bool:
    return can_edit(draft) or draft.stopped


def publish_checks(draft: Draft, person: User) -> Checks:
    releases = Releases(settings.HOLI_HOME)
    current = releases.current()
    stops = []
    if draft.state != Draft.State.READY:
        stops.append(_("The draft hasn't been built yet. Build the preview first."))
        return Checks(stops, [])
    if draft.compared_with != current.digest:
        stops.append(_("Another release was published since the preview was built. Build the preview again."))
    if settings.HOLI_SECOND_APPROVAL and draft.approved_by in (None, person):
        stops.append(_("Somebody else has to approve the draft before you publish it."))
    new = releases.get(draft.release)
    if gone := unexplained(current.library, new.library, new.redirects):
        sentence = _(
            "People have been quoted these sections. Say on the draft's page where they went, and build again:"
        )
        stops.append(f"{sentence} {', '.join(map(str, gone))}")
    return Checks(stops, missing_twins(new.library))
