"""Names of people, by lists of names and by what stands around them."""

from collections.abc import Iterator

from knowledge.masking import vocabulary
from knowledge.masking.kinds import Kind, Span
from knowledge.masking.vocabulary import known
from knowledge.masking.words import Word, read

SHORTEST_UNCAPITALISED = 4  # letters: shorter names are too often a typing error
LONGEST = 5  # words of a name


def names(text: str) -> Iterator[Span]:
    words = read(text)
    at = 0
    while at < len(words):
        end = _extent(words, at)
        if _is_place(words, at, end):
            at = end
        elif _is_name(words, at, end):
            yield Span(words[_title(words, at)].start, words[end - 1].end, Kind.NAME)
            at = end
        else:
            at += 1


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
        return word.capital or len(word.form) >= SHORTEST_UNCAPITALISED or word.form in vocabulary.SHORT
    if word.opens and word.ordinary and rest and rest[0].sure:
        return False  # 'Will Sarah …'
    if word.given and not word.capital and rest:
        return any(each.form in known().common for each in rest)
    if any(each.surname and not each.ordinary for each in rest):
        # An initial, a given name that is also a word, or an unknown one where a capital isn't due to the sentence.
        return word.initial or word.given or (word.capital and not word.opens)
    if word.given and any(each.sure for each in rest):
        return True
    usual = word.form in vocabulary.USUAL
    determined = before is not None and before.form in vocabulary.DETERMINERS and not (usual and before.form == "a")
    if (word.form in known().common or word.irish) and not determined and (not word.opens or not word.capital):
        return True
    if not word.capital or not word.given or word.form in vocabulary.MONTHS or determined:
        return False
    following = words[end] if end < len(words) else None
    if word.opens:
        return usual and (word.owner or bool(following and following.form in vocabulary.AFTER_NAMES))
    if before and before.capital and not before.opens:
        return False
    if usual:
        return True
    return all(each.surname for each in rest) and not (
        not rest and following and following.joined and following.capital
    )


def _introduced(words: list[Word], at: int) -> bool:
    """By a title, a role or a phrase."""
    if not at:
        return False
    word, before = words[at], words[at - 1]
    if before.form in vocabulary.TITLES and word.titled and len(word.form) > 2:
        # Not MS Teams, nor 'did I miss the deadline'.
        likely = (word.given or word.surname) and not word.ordinary
        return word.form not in vocabulary.NOT_SURNAMES and (likely or (before.capital and word.capital))
    if before.form in vocabulary.ROLES:
        return (word.given or word.surname) and word.capital and not (word.ordinary and word.opens)
    if _behind(words, at, vocabulary.NAMING):
        return word.given or word.surname
    return _behind(words, at, vocabulary.CUES) and (word.given or word.surname) and (word.capital or not word.ordinary)


def _behind(words: list[Word], at: int, cues: tuple[tuple[str, ...], ...]) -> bool:
    return any(tuple(each.form for each in words[max(0, at - len(cue)) : at]) == cue for cue in cues)


def _title(words: list[Word], at: int) -> int:
    """Where a name begins with its title, or with both of 'Mr and Mrs'."""
    if not at or words[at - 1].form not in vocabulary.TITLES or not words[at].titled:
        return at
    both = at > 2 and words[at - 3].form in vocabulary.TITLES and words[at - 2].form in ("and", "a", "ac")
    return at - 3 if both else at - 1


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
