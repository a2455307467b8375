"""Recognise a question that a withdrawn document used to answer."""

from knowledge import confidence
from knowledge.confidence import Verdict
from knowledge.library import Library
from knowledge.models import Anchor, Document, Language, Withdrawn
from knowledge.releases import Release
from knowledge.search import Query, Ranking

CLEAR = 0.7  # in log odds: so much better than the best section in force


def withdrawn_answer(release: Release, query: Query, found: Ranking) -> Withdrawn | None:
    """Where a withdrawn section comes first by a clear margin, and would have been quoted were it in force."""
    index = release.index
    best = int(found.order[0])
    if best < index.in_force or found.scores[best] - found.scores[: index.in_force].max() < CLEAR:
        return None
    sure = confidence.probability(confidence.features(index, query, found))
    if confidence.verdict(sure, close=False, elsewhere=False) is not Verdict.ANSWER:
        return None
    return _withdrawn(release.library, index.anchors[best], query.language)


def _withdrawn(library: Library, anchor: Anchor, language: Language) -> Withdrawn | None:
    held = (library.withdrawn.get((anchor.document, one)) for one in (language, language.twin))
    document: Document | None = next((one for one in held if one and one.withdrawn), None)
    return Withdrawn(document.title, anchor, document.withdrawn) if document and document.withdrawn else None
