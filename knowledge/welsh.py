"""Welsh word forms: initial mutations, inflected prepositions and Hunspell stems made one."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from cymraeg_mcp.paths import dictionary_base
from spylls.hunspell import Dictionary

# What a mutated beginning may have been: soft, nasal and aspirate (treiglad meddal, trwynol, llaes).
RADICALS = {
    "ngh": ("c",),
    "mh": ("p",),
    "nh": ("t",),
    "ph": ("p",),
    "th": ("t",),
    "ch": ("c",),
    "dd": ("d",),
    "ng": ("g",),
    "b": ("p",),
    "d": ("t",),
    "g": ("c",),
    "f": ("b", "m"),
    "l": ("ll", "gl"),
    "r": ("rh", "gr"),
    "m": ("b",),
    "n": ("d",),
    "h": ("",),
}
PREPOSITIONS = {
    "am": "amdanaf amdanat amdano amdani amdanom amdanoch amdanyn",
    "ar": "arnaf arnat arno arni arnom arnoch arnyn arnynt arna",
    "at": "ataf atat ato ati atom atoch atyn",
    "gan": "gennyf gennyt ganddo ganddi gennym gennych ganddynt gen",
    "i": "imi iti iddo iddi inni ichi iddynt",
    "o": "ohonof ohonot ohono ohoni ohonom ohonoch ohonynt",
    "yn": "ynof ynot ynddo ynddi ynom ynoch ynddynt",
    "dros": "drosof drosot drosto drosti drosom drosoch drostynt",
    "wrth": "wrthyf wrthyt wrtho wrthi wrthym wrthych wrthynt",
}
# Mutated forms of common words that are also rare words of their own (bostio, to burst; foddi, to drown).
COMMONER = {
    form: base
    for base, forms in {
        "postio": "bostio bostia bostiwn bostiwch bostiodd bostiais bostiwyd bostir",
        "postiad": "bostiad bostiadau",
        "modd": "fodd",
        "mynd": "fynd",
        "cyfrif": "gyfri chyfri nghyfri cyfri",
        "talu": "dalu",
        "torri": "dorri",
        "tynnu": "dynnu",
        "tudalen": "dudalen",
        "cadw": "gadw",
        "plant": "blant",
        "polisi": "bolisi",
        "pleidlais": "bleidlais",
    }.items()
    for form in forms.split()
}
INFLECTED = {form: base for base, forms in PREPOSITIONS.items() for form in forms.split()}
STOPWORDS = frozenset(
    """
    a ac ag ai am ar at ba bod bydd byddai beth ble chi chwi cyn da dan dim dros dw dwi'n dwi e ei eich ein er
    eu fe fi fo fod fy fydd gan ga gael gall gallaf gyda heb hi hon hwn hyn i'r i ie iddo iddi iddynt ie'r ma
    mae mae'n maen mai mi na nac nad ni nid nhw o o'r oddi oedd oes os pa pam pan pe pob pwy roedd rwy rwy'n
    rydw rydym rydyn sef sut sy sy'n sydd ti tra trwy tua'r un unrhyw wedi wrth wyf y ydi ydw ydy ydym ydyn
    ydych yma yn yna yno ynteu yr yw 'r 'n 'i 'w fel ond neu efo hefyd felly dyna dyma rhaid cael cewch caf nawr
    rwan
    """.split()
)


def fold(text: str) -> str:
    """Lower case, accents off, one kind of apostrophe: people type 'cyfrinair' and 'ty' for 'tŷ'."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("’", "'").replace("‘", "'"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    return Dictionary.from_files(str(dictionary_base()))


@lru_cache(maxsize=1)
def _folded_stems() -> dict[str, str]:
    """Dictionary stems by their unaccented spelling, since words reach us without accents."""
    return {fold(word.stem): fold(word.stem) for word in dictionary().dic.words if word.stem[:1].islower()}


def radicals(word: str) -> list[str]:
    """The spellings that a mutated word may come from, the word itself first."""
    found = [word]
    for beginning, originals in RADICALS.items():
        if word.startswith(beginning):
            found += [original + word[len(beginning) :] for original in originals]
    if word[:1] in "aeiouwylr":
        found.append("g" + word)
    return found


# Shortest first: 'etholiadau' is 'etholiad', not 'ethol'.
ENDINGS = tuple(
    """
    au on i od edd oedd ydd ion iau iaid wyr odd ir wch wyd ais ant ent af iwyd asant asom id ed
    """.split()
)
VERB_NOUN_ENDINGS = ("io", "o", "u", "i", "a")
SHORTEST_STEM = 4


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """One key for the forms of a word; `word` is folded. Words no dictionary knows lose a usual ending."""
    if word in INFLECTED:
        return INFLECTED[word]
    word = COMMONER.get(word, word)
    stems = _folded_stems()
    candidates = radicals(word)
    base = next((candidate for candidate in candidates if candidate in stems), None)
    if base is None:
        bases = (cut for candidate in candidates for cut in _cuts(candidate, ENDINGS))
        base = next((cut for cut in bases if cut in stems), None)
    if base is None:
        return next(_cuts(word, ENDINGS), word)
    return next((cut for cut in _cuts(base, VERB_NOUN_ENDINGS) if cut in stems), base)


def _cuts(word: str, endings: tuple[str, ...]) -> Iterator[str]:
    for ending in endings:
        cut = word.removesuffix(ending)
        if cut != word and len(cut) >= SHORTEST_STEM:
            yield cut
            if cut[-1] in "nr" and cut[-1] == cut[-2]:  # tudalen, tudalennau
                yield cut[:-1]
