"""Form the undecided gaps anew, and write every vector anew when the models change."""

from collections import Counter, defaultdict

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from bot.review import decisions
from bot.review.grouping import refresh
from bot.review.models import Gap, Member, Regrouping
from bot.review.states import State
from knowledge.encoder import Encoder
from knowledge.meaning import BATCH, group, meanings
from knowledge.models import Language

STEP = 500  # questions between two notes of how far it is


def renew(encoder: Encoder, most: int = 10 * BATCH) -> int:
    """How many vectors of other models were written anew; a gap's mean follows with the last of its questions."""
    old = list(
        Member.objects.exclude(encoder=encoder.digest)
        .exclude(question__text="")
        .select_related("question")
        .order_by("gap_id")[:most]
    )
    for start in range(0, len(old), BATCH):
        batch = old[start : start + BATCH]
        texts = [member.question.text for member in batch]
        languages = [Language(member.question.language) for member in batch]
        for member, vector in zip(batch, meanings(texts, languages, encoder), strict=True):
            member.vector, member.encoder = vector.astype(np.float16).tobytes(), encoder.digest
        Member.objects.bulk_update(batch, ["vector", "encoder"])
    for gap in Gap.objects.filter(id__in={member.gap_id for member in old}):
        if not gap.members.exclude(encoder=encoder.digest).exists():
            refresh(gap)
    return len(old)


def regroup(asked: Regrouping) -> None:
    """Only what nobody has touched changes: open gaps without a decision, questions that nobody placed."""
    free = Member.objects.filter(gap__state=State.OPEN, gap__decisions=None, placed_by=None).exclude(vector=b"")
    rows = list(free.order_by("question__asked_at").values_list("id", "gap_id", "vector"))
    asked.total = len(rows)
    asked.save()

    def note(done: int, total: int) -> None:
        if done % STEP == 0 or done == total:
            Regrouping.objects.filter(pk=asked.pk).update(done=done)

    if rows:
        vectors = np.stack([np.frombuffer(bytes(vector), np.float16) for _, _, vector in rows]).astype(np.float32)
        _apply([(member, gap) for member, gap, _ in rows], group(vectors, note))
    Regrouping.objects.filter(pk=asked.pk).update(done=len(rows), finished_at=timezone.now())


def _apply(rows: list[tuple[int, int]], labels: NDArray[np.int64]) -> None:
    """Each group goes on as the gap that most of its questions were in, so that gaps stay who they are."""
    groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, label in zip(rows, labels, strict=True):
        groups[int(label)].append(row)
    taken: set[int] = set()
    for ones in sorted(groups.values(), key=len, reverse=True):
        before = Counter(gap for _, gap in ones)
        kept = next((gap for gap, _ in before.most_common() if gap not in taken), None)
        with transaction.atomic():
            if kept is None:
                like = Gap.objects.get(pk=ones[0][1])
                kept = Gap.objects.create(title=like.title, language=like.language, centre=like.centre).pk
            taken.add(kept)
            moved = [member for member, gap in ones if gap != kept]
            Member.objects.filter(id__in=moved).update(gap=kept)
            touched = {kept, *before} if moved else set()
            for gap in Gap.objects.filter(id__in=touched):
                refresh(gap)
            emptied = Gap.objects.filter(id__in=touched - {kept}, members=None, state=State.OPEN)
            for gap in emptied:
                decisions.merge(gap, Gap.objects.get(pk=kept), None, gap.version)
