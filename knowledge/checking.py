"""What a policy owner should look at before a library is built."""

from datetime import date

from knowledge.library import Library
from knowledge.sentences import Problem


def check_library(library: Library, today: date) -> list[Problem]:
    return [*library.problems, *missing_twins(library), *_reviews_past(library, today)]


def missing_twins(library: Library) -> list[Problem]:
    found = []
    for (id, language), document in library.documents.items():
        twin = library.document(id, language.twin)
        file = f"{id}.{language}.md"
        if twin is None:
            found.append(Problem(file, 1, "no_twin_file", {"file": f"{id}.{language.twin}.md"}, fatal=False))
            continue
        for section in document.without_twin(twin):
            values = {"number": section.anchor.number, "file": f"{id}.{language.twin}.md"}
            found.append(Problem(file, section.line, "no_twin_section", values, fatal=False))
    return found


def _reviews_past(library: Library, today: date) -> list[Problem]:
    return [
        Problem(f"{id}.{language}.md", 1, "review_past", {"date": document.review_by}, fatal=False)
        for (id, language), document in library.documents.items()
        if document.overdue(today)
    ]
