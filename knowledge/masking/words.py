"""A text's words, with what the lists and their capitals say of each."""

import re
from dataclasses import dataclass

from knowledge.masking import vocabulary
from knowledge.masking.vocabulary import known
from knowledge.welsh import fold, radicals

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
CLITIC = re.compile(r"['’](?:s|n|r|i|w|u|ch|m|ll|ve|d|re|th)$", re.I)
SENTENCE_END = re.compile(r"[.!?:;\n]\s*[\"'“‘(]*$")
SHORTEST_SHOUTED = 5  # letters: what is shorter and all in capitals is an abbreviation
IRISH = re.compile(r"(?:O['’]|Mc|Mac)[A-Z]")


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    form: str  # folded
    capital: bool
    opens: bool  # stands first in its sentence
    joined: bool  # only a space stands before it
    follows: bool  # the same, or the 's of the word before
    titled: bool  # the same, or the full stop of a title
    given: bool
    surname: bool
    ordinary: bool
    owner: bool  # an 's stands behind it
    irish: bool  # O'Brien, McBride

    @property
    def initial(self) -> bool:
        return len(self.form) == 1 and (self.capital or self.form not in "aeioy")

    @property
    def sure(self) -> bool:
        return self.given and not self.ordinary


def read(text: str) -> list[Word]:
    lists = known()
    found: list[Word] = []
    # Where nothing or everything begins with a capital, capitals say nothing.
    shouted = text.isupper()
    for match in WORD.finditer(text):
        clitic = CLITIC.search(match[0])
        written = match[0][: clitic.start()] if clitic else match[0]
        form = fold(written)
        before = text[found[-1].end if found else 0 : match.start()]
        mutated = ""
        if form not in lists.given and written[0].isupper() and found and found[-1].form in vocabulary.MUTATING:
            mutated = next((each for each in radicals(form) if each in lists.given), "")
        form = mutated or form
        found.append(
            Word(
                match.start(),
                match.start() + len(written),
                form,
                _capital(written) and not shouted,
                not found or bool(SENTENCE_END.search(before)),
                before == " ",
                before.lower() in (" ", "'s ", "’s "),
                before in (" ", ". ", "."),
                _all_in(form, lists.given),
                bool(IRISH.match(written)) or any(part in lists.surnames for part in form.split("-")),
                form in lists.ordinary and not mutated,
                clitic is not None and clitic[0][1:].lower() == "s",
                bool(IRISH.match(written)) and form not in vocabulary.NOT_IRISH,
            )
        )
    return found


def _capital(written: str) -> bool:
    """Of a word or, as in al-Rashid, of its second part; an abbreviation's say nothing."""
    abbreviation = written.isupper() and 1 < len(written) < SHORTEST_SHOUTED
    return any(part[:1].isupper() for part in written.split("-")) and not abbreviation


def _all_in(form: str, names: frozenset[str]) -> bool:
    """Ann-Marie is a name because Ann and Marie are."""
    return form in names or ("-" in form and all(part in names for part in form.split("-")))
