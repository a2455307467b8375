"""What a policy owner should look at before a library is built."""

from datetime import date

from knowledge.library import Library
from knowledge.models import Problem


def check_library(library: Library, today: date) -> list[Problem]:
    return [*library.problems, *missing_twins(library), *_reviews_past(library, today)]


def missing_twins(library: Library) -> list[Problem]:
    found = []
    for (id, language), document in library.documents.items():
        twin = library.document(id, language.twin)
        file = f"{id}.{language}.md"
        if twin is None:
            message = f"there is no {id}.{language.twin}.md, so this is shown in one language. Add the twin."
            found.append(Problem(file, 1, message, fatal=False))
            continue
        for section in document.without_twin(twin):
            message = f"section {section.anchor.number} has no twin in {id}.{language.twin}.md. Add it."
            found.append(Problem(file, section.line, message, fatal=False))
    return found


def _reviews_past(library: Library, today: date) -> list[Problem]:
    return [
        Problem(f"{id}.{language}.md", 1, f"the review was due by {document.review_by}. Review it.", fatal=False)
        for (id, language), document in library.documents.items()
        if document.overdue(today)
    ]
