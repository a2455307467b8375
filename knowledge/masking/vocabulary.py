"""The words that make a name likely or unlikely; `lists/` holds the names themselves."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

LISTS = Path(__file__).parent / "lists"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Folded (see knowledge/welsh.py): lower case, accents off.
TITLES = _words(
    """
    mr mrs ms miss mx dr doctor ddoctor prof sir dame rev revd parch parchedig barch barchedig mri fns fonesig
    arglwydd arglwyddes lord lady
    """
)
# Also words of their own: a name follows only where it looks like one.
ROLES = _words(
    """
    cllr councillor cyng cynghorydd gynghorydd chynghorydd professor athro athrawes sister nurse sergeant sgt pc
    officer colleague manager boss supervisor friend cydweithiwr cydweithwraig rheolwr rheolwraig reolwr bos
    ffrind daughter son wife husband partner brother mum dad mab merch gwraig gwr brawd chwaer mam mam-gu tad-cu
    nain taid gran nan auntie aunty uncle anti wncwl yncl
    """
)
NAMING = tuple(
    tuple(cue.split())
    for cue in "my name is|my name's|fy enw i yw|fy enw i ydy|fy enw i ydi|fy enw yw|o'r enw|i am called".split("|")
)
CUES = (("i", "am"), *((cue,) for cue in "called named dear regards signed annwyl cofion".split()))
# After a name that opens a sentence and is a word too.
AFTER_NAMES = _words("from says said asked told wants thinks keeps yn sydd sy'n")
SHORT = _words("nia huw siw zoe amy tom eva lyn ann lou mal bev jess")  # so short, and yet names without a capital
NOT_IRISH = _words("mcdonald mcdonalds macbook macos")
BETWEEN = _words("ap ab ferch verch de da di van von der al el bin ibn mac mc")
# What softens or aspirates the beginning of the name behind it.
MUTATING = _words("i o gan am ar at dan dros tros drwy trwy heb hyd wrth neu a gyda efo na tua annwyl")
DETERMINERS = _words("the a an this that our my your their his her its no any each every y yr new old")
MONTHS = _words(
    """
    jan feb mar jun sept dec january february march april may june july august september october november
    december mai medi
    """
)

# Of the names that are words too, those that a capital inside a sentence makes a name, whatever stands behind it.
USUAL = _words(
    """
    pedr beti mark will carol grace rose dawn joy frank ray bill bob rob don dan ben jean pat sue robin dean
    gwyn bryn non eira haf gwawr enfys seren ceri eli nan nest max jo joe ruby amber holly poppy lily daisy ella
    bella ellie charlotte eve fay gail glyn heather hazel iris ivy jade jan jay jasmine jim jon ken kit lee liz
    meg melody neil nell nick nicola norma olive penny pearl phil rowan roy sandy sean shane sheila sid sonny
    stella ted terry tina tracey victor viola wendy rhys aeron alaw awen celyn del eilir eirian enid fflur gwen
    gwenno heulwen lili mali mabli mai nia owain sion tegan
    """
)

# Before a name: it is a place, a body, a law or a day.
PLACES_BEFORE = _words(
    """
    ysgol ysbyty heol ffordd stryd lon maes parc neuadd canolfan capel eglwys clos rhodfa llan sant san santes
    st saint castell deddf cyfraith clwb cronfa cwpan gwobr gwyl wyl tafarn gwesty prifysgol coleg bro pont
    porth bae nant cwm pen theatr llyfrgell adeilad uned ward queen princess port mount lake marie gyfraith
    ddeddf gronfa ganolfan bont barc ty plas sir banc bwrdd adran gwasanaeth cynllun prosiect
    """
)
# After a name: the same.
PLACES_AFTER = _words(
    """
    school street road primary comprehensive lane avenue close drive way house hospital bank law act rule rules
    centre center hall park trust foundation award awards review report inquiry college university stadium
    library building court place square church ltd plc limited ward towers cup principle principles code test
    curie county council town city park policy system software day's method model scale bay castle bridge
    surgery
    """
)
# Capitalised, behind a given name, and yet no surname.
NOT_SURNAMES = _words(
    """
    facebook twitter instagram linkedin youtube whatsapp tiktok snapchat teams zoom council cyngor monday
    tuesday wednesday thursday friday saturday sunday llun mawrth mercher iau gwener sadwrn sul i english welsh
    cymraeg saesneg communications hr it will can may should would could who what when where why how is are do
    does has had have was were ok please thanks diolch social media post posts page policy day read bill mark
    and or but in on at to of for carmarthenshire caerfyrddin carmarthen llanelli ammanford rhydaman wales cymru
    gets get need needs said says wants
    """
)
# Capitalised in front of a name, and no part of it.
NEVER_FIRST = NOT_SURNAMES | TITLES | ROLES | PLACES_BEFORE
ORGANISATIONS = frozenset(
    {("marie", "curie"), ("john", "lewis"), ("st", "john"), ("sant", "ioan"), ("thomson", "reuters"), ("mari", "lwyd")}
)


class Names(NamedTuple):
    given: frozenset[str]
    surnames: frozenset[str]
    ordinary: frozenset[str]  # of both, those that are words of English or Welsh too
    common: frozenset[str]  # the surnames that are a name even when they stand alone


COMMON = 420  # surnames; they stand in the list by how many bear them in Wales and then in Britain


@lru_cache(maxsize=1)
def known() -> Names:
    given, surnames, ordinary = (
        (LISTS / f"{name}.txt").read_text(encoding="utf-8").split() for name in ("given", "surnames", "ordinary")
    )
    common = frozenset(surnames[:COMMON]) - frozenset(ordinary)
    return Names(frozenset(given), frozenset(surnames), frozenset(ordinary), common)
