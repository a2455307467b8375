"""The gaps as vectors, and what the queue shows of a gap kept true."""

from collections.abc import Iterable

import numpy as np
from django.db import transaction
from django.db.models import Count, Max, Min, Q

from bot.review.models import Gap
from bot.review.states import State
from knowledge.meaning import Vectors
from knowledge.models import Language


class Centres:
    """The gaps' mean vectors, read again only where a gap changed."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._seen: dict[int, int] = {}  # gap: its version
        self._places: dict[int, int] = {}
        self._stacked: Vectors = np.empty((0, 0), np.float32)
        self.ids: list[int] = []

    def vectors(self) -> Vectors:
        """(gaps, width), as `ids`."""
        current = dict(Gap.objects.exclude(state=State.MERGED).values_list("id", "version"))
        if self._seen.keys() - current.keys():  # put together with others: rare enough to read all again
            self._forget()
        changed = [id for id, version in current.items() if self._seen.get(id) != version]
        new: list[Vectors] = []
        for start in range(0, len(changed), 500):
            rows = Gap.objects.filter(id__in=changed[start : start + 500]).values_list("id", "centre")
            for id, stored in rows:
                centre = np.frombuffer(bytes(stored), np.float32)
                if id in self._seen:
                    self._stacked[self._places[id]] = centre
                else:
                    self._places[id] = len(self.ids)
                    self.ids.append(id)
                    new.append(centre)
        if new:
            self._stacked = np.concatenate([self._stacked, new]) if len(self._stacked) else np.stack(new)
        self._seen = current
        return self._stacked


def refresh(gap: Gap) -> None:
    """After its questions changed: its mean, its title, its counts. An emptied gap keeps its mean and title."""
    with transaction.atomic():
        found = Gap.objects.select_for_update().get(pk=gap.pk)
        # Retention empties the words and vectors of old questions.
        rows = list(found.members.exclude(vector=b"").values_list("vector", "question__text", "question__language"))
        if rows:
            vectors = np.stack([np.frombuffer(bytes(vector), np.float16).astype(np.float32) for vector, _, _ in rows])
            centre = vectors.mean(axis=0)
            worded = [row for row, (_, text, _) in enumerate(rows) if text]
            if worded:
                _, found.title, found.language = rows[worded[int(np.argmax(vectors[worded] @ centre))]]
            found.centre = centre.tobytes()
        by_language = {f"asked_{one}": Count("id", filter=Q(question__language=one)) for one in Language}
        counted = found.members.aggregate(
            **by_language, first_at=Min("question__asked_at"), last_at=Max("question__asked_at")
        )
        for name, value in counted.items():
            setattr(found, name, value)
        found.channels = sorted(set(found.members.values_list("question__conversation__channel", flat=True)))
        found.release = ""  # its questions are asked again
        found.version += 1
        found.save()
    gap.refresh_from_db()


def alike(gap: Gap, others: Iterable[Gap], least: float) -> list[tuple[Gap, float]]:
    """Of these gaps the ones that look like it, nearest first."""
    centre = np.frombuffer(bytes(gap.centre), np.float32)
    scored = [(other, float(np.frombuffer(bytes(other.centre), np.float32) @ centre)) for other in others]
    return sorted((one for one in scored if one[1] >= least), key=lambda one: -one[1])
