"""Where a document's two languages don't say the same."""

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.library import Library
from knowledge.markup import plain
from knowledge.models import Language

FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")


class Kind(StrEnum):
    NO_TWIN = "no_twin"  # the document stands in one language
    NO_SECTION = "no_section"  # a section does
    FIGURES = "figures"  # a 10 in one, a 14 in the other
    OLDER = "older"  # one language has an earlier version


@dataclass(frozen=True)
class Difference:
    kind: Kind
    number: str = ""  # of the section
    welsh: str = ""
    english: str = ""


def differences(library: Library, id: str) -> list[Difference]:
    welsh, english = library.document(id, Language.CY), library.document(id, Language.EN)
    if welsh is None or english is None:
        return [Difference(Kind.NO_TWIN, welsh=_is(welsh), english=_is(english))]
    found = []
    if welsh.version != english.version:
        found.append(Difference(Kind.OLDER, welsh=welsh.version, english=english.version))
    for number in dict.fromkeys(s.anchor.number for s in (*welsh.sections, *english.sections)):
        own, twin = welsh.section(number), english.section(number)
        if own is None or twin is None:
            found.append(Difference(Kind.NO_SECTION, number, welsh=_is(own), english=_is(twin)))
            continue
        figures = [sorted(FIGURE.findall(plain(section.text))) for section in (own, twin)]
        if figures[0] != figures[1]:
            found.append(Difference(Kind.FIGURES, number, ", ".join(figures[0]), ", ".join(figures[1])))
    return found


def _is(there: object) -> str:
    return "–" if there is None else "✓"
