"""Names of people, by lists of names and by what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.masking import vocabulary
from knowledge.masking.kinds import Kind, Span
from knowledge.masking.vocabulary import known
from knowledge.welsh import fold, radicals

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
CLITIC = re.compile(r"['’](?:s|n|r|i|w|u|ch|m|ll|ve|d|re|th)$", re.I)
SENTENCE_END = re.compile(r"[.!?:;\n]\s*[\"'“‘(]*$")
SHORTEST_UNCAPITALISED = 4  # letters: shorter names are too often a typing error
SHORTEST_SHOUTED = 5  # letters: what is shorter and all in capitals is an abbreviation
LONGEST = 5  # words of a name


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    form: str  # folded
    capital: bool
    opens: bool  # stands first in its sentence
    joined: bool  # only a space stands before it
    follows: bool  # the same, or the 's of the word before
    given: bool
    surname: bool
    ordinary: bool
    owner: bool  # an 's stands behind it

    @property
    def initial(self) -> bool:
        return len(self.form) == 1 and (self.capital or self.form not in "aeioy")

    @property
    def sure(self) -> bool:
        return self.given and not self.ordinary


def names(text: str) -> Iterator[Span]:
    words = _words(text)
    at = 0
    while at < len(words):
        end = _extent(words, at)
        if _is_place(words, at, end):
            at = end
        elif _is_name(words, at, end):
            yield Span(words[at].start, words[end - 1].end, Kind.NAME)
            at = end
        else:
            at += 1


def _words(text: str) -> list[Word]:
    lists = known()
    found: list[Word] = []
    # Where nothing or everything begins with a capital, capitals say nothing.
    shouted = text.isupper()
    for match in WORD.finditer(text):
        clitic = CLITIC.search(match[0])
        written = match[0][: clitic.start()] if clitic else match[0]
        form = fold(written)
        before = text[found[-1].end if found else 0 : match.start()]
        listed = form in lists.given or form in lists.surnames
        if not listed and written[0].isupper() and found and found[-1].form in vocabulary.MUTATING:
            form = next((each for each in radicals(form) if each in lists.given), form)
        found.append(
            Word(
                match.start(),
                match.start() + len(written),
                form,
                written[0].isupper()
                and not shouted
                and not (written.isupper() and 1 < len(written) < SHORTEST_SHOUTED),
                not found or bool(SENTENCE_END.search(before)),
                before == " ",
                before.lower() in (" ", "'s ", "’s "),
                _all_in(form, lists.given),
                _all_in(form, lists.surnames),
                form in lists.ordinary,
                clitic is not None and clitic[0][1:].lower() == "s",
            )
        )
    return found


def _all_in(form: str, names: frozenset[str]) -> bool:
    """Ann-Marie is a name because Ann and Marie are."""
    return form in names or ("-" in form and all(part in names for part in form.split("-")))


def _is_place(words: list[Word], at: int, end: int) -> bool:
    """A school, a street, a firm or a law that bears a person's name."""
    if tuple(word.form for word in words[at:end]) in vocabulary.ORGANISATIONS:
        return True
    if at and words[at - 1].form in vocabulary.PLACES_BEFORE and words[at].joined and words[at].capital:
        return True
    after = words[end] if end < len(words) else None
    return bool(
        after and after.capital and after.follows and after.form in vocabulary.PLACES_AFTER and words[end - 1].capital
    )


def _is_name(words: list[Word], at: int, end: int) -> bool:
    word, rest = words[at], words[at + 1 : end]
    before = words[at - 1] if at else None
    if word.form in vocabulary.NEVER_FIRST and not word.given:
        return False
    if _introduced(words, at):
        return True
    if word.sure:
        return word.capital or len(word.form) >= SHORTEST_UNCAPITALISED
    if any(each.surname and not each.ordinary for each in rest):
        # An initial, a given name that is also a word, or an unknown one where a capital isn't due to the sentence.
        return word.initial or word.given or (word.capital and not word.opens)
    determined = before is not None and before.form in vocabulary.DETERMINERS
    if word.form in known().common and not determined and (not word.opens or not word.capital):
        return True
    if not word.capital or not word.given or word.form in vocabulary.MONTHS or determined:
        return False
    if word.opens:
        return word.owner and word.form in vocabulary.USUAL
    if before and before.capital and not before.opens:
        return False
    if word.form in vocabulary.USUAL:
        return True
    following = words[end] if end < len(words) else None
    return all(each.surname for each in rest) and not (
        not rest and following and following.joined and following.capital
    )


def _introduced(words: list[Word], at: int) -> bool:
    """By a title, a role or a phrase."""
    if not at:
        return False
    word, before = words[at], words[at - 1]
    if before.form in vocabulary.TITLES and len(word.form) > 2:
        # Not MS Teams, nor 'did I miss the deadline'.
        likely = (word.given or word.surname) and not word.ordinary
        return word.form not in vocabulary.NOT_SURNAMES and (likely or (before.capital and word.capital))
    if before.form in vocabulary.ROLES:
        return (word.given or word.surname) and word.capital and not (word.ordinary and word.opens)
    if any(tuple(each.form for each in words[max(0, at - len(cue)) : at]) == cue for cue in vocabulary.CUES):
        return (word.given or word.surname) and (word.capital or not word.ordinary)
    return False


def _extent(words: list[Word], at: int) -> int:
    """Where the name that would begin at this word ends."""
    first, end = words[at], at + 1
    while end < min(len(words), at + LONGEST):
        word = words[end]
        after = words[end + 1] if end + 1 < len(words) else None
        if not word.joined and not (len(words[end - 1].form) == 1 and words[end].start - words[end - 1].end <= 2):
            break
        if word.form in vocabulary.BETWEEN and after and after.joined and after.capital and first.capital:
            end += 2
        elif _continues(word, first):
            end += 1
        else:
            break
    return end


def _continues(word: Word, first: Word) -> bool:
    if word.capital:
        return first.capital and word.form not in vocabulary.NOT_SURNAMES and word.form not in vocabulary.PLACES_AFTER
    return not word.ordinary and (word.surname or (word.sure and not first.capital))
