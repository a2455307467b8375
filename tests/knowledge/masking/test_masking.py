"""What points to a person is taken out, and what doesn't isn't."""

import pytest

from knowledge.masking import Kind, mask
from knowledge.models import Language

CY, EN = Language.CY, Language.EN


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Can Sarah Jones post on Facebook?", "Can [name] post on Facebook?"),
        ("my manager gareth told me to delete it", "my manager [name] told me to delete it"),
        ("Cllr Davies wants a TikTok account", "Cllr [name] wants a TikTok account"),
        ("mrs evans and ms patel complained", "[name] and [name] complained"),
        ("Priya's photo is on our page", "[name]'s photo is on our page"),
        ("Can Mark approve my post?", "Can [name] approve my post?"),
        ("COULD GARETH WILLIAMS POST?", "COULD [name] POST?"),
        ("my name is Xanthe Bowen", "my name is [name]"),
        ("Mr and Mrs Evans, then Dr. Nwosu", "[name], then [name]"),
        ("Will Sarah Jones post? Ask Jeremy Miles MS, Sarah.", "Will [name] post? Ask [name] MS, [name]."),
        ("D. J. Williams wrote it", "[name] wrote it"),
        ("Ann-Marie O'Neill and Mark Drakeford", "[name] and [name]"),
        ("tag Grace, not grace", "tag [name], not grace"),
    ],
)
def test_names_in_english(text: str, masked: str) -> None:
    assert mask(text, EN).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ga i bostio llun o Ddafydd Evans ar Instagram?", "Ga i bostio llun o [enw] ar Instagram?"),
        ("llun i Fair a Chatrin ar y dudalen", "llun i [enw] a [enw] ar y dudalen"),
        ("Mae'r Cynghorydd Alun Davies wedi gofyn", "Mae'r Cynghorydd [enw] wedi gofyn"),
        ("Cyng. Llinos Medi Huws", "Cyng. [enw]"),
        ("Y Parch. Eirian Wyn Lewis sy'n gofyn", "Y [enw] sy'n gofyn"),
        ("Rhys ap Gruffudd ac Elen ferch Llywelyn", "[enw] ac [enw]"),
        ("mae sian a'r rheolwr yn dweud", "mae sian a'r rheolwr yn dweud".replace("sian", "[enw]")),
        ("Mae Ffion o'r tîm yma", "Mae [enw] o'r tîm yma"),
        ("Siân'n gofyn", "[enw]'n gofyn"),
    ],
)
def test_names_in_welsh(text: str, masked: str) -> None:
    assert mask(text, CY).text == masked


def test_letters_written_with_combining_accents_are_the_same_letters() -> None:
    assert mask("llun o Siân Llŷr", CY).text == "llun o [enw]"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("sian.jones@example.org", Kind.EMAIL),
        ("sian [at] example.org", Kind.EMAIL),
        ("07700 900123", Kind.PHONE),
        ("+44 (0)7700 900123", Kind.PHONE),
        ("(01632) 960-123", Kind.PHONE),
        ("QQ 12 34 56 C", Kind.NATIONAL_INSURANCE),
        ("qq123456c", Kind.NATIONAL_INSURANCE),
        ("SA31 1JP", Kind.POSTCODE),
        ("sa311jp", Kind.POSTCODE),
        ("FOI-2024-0113", Kind.REFERENCE),
        ("INC0012345", Kind.REFERENCE),
        ("W/38125", Kind.REFERENCE),
        ("AB12 CDE", Kind.REFERENCE),
        ("943 476 5919", Kind.REFERENCE),
    ],
)
@pytest.mark.parametrize("around", ["{}", "Please see {}, thanks", "Gweler {} os gwelwch yn dda", "({})."])
def test_addresses_and_numbers(text: str, kind: Kind, around: str) -> None:
    masked = mask(around.format(text), EN)
    assert masked.kinds == (kind,)
    assert text not in masked.text
    before, after = around.format("|").split("|")
    assert masked.text.startswith(f"{before}[")
    assert masked.text.endswith(f"]{after}")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ring me on ext 4123", "ring me on ext [phone number]"),
        ("my NI number is QQ123456", "my NI number is [National Insurance number]"),
        ("complaint 4481 about our page", "complaint [reference number] about our page"),
        ("council tax account 70012", "council tax account [reference number]"),
        ("rhif cyfeirnod: 448", "rhif cyfeirnod: [reference number]"),
        ("mae fy nghyfrif rhif 1234 wedi cau", "mae fy nghyfrif rhif [reference number] wedi cau"),
    ],
)
def test_short_numbers_are_known_by_the_word_in_front(text: str, masked: str) -> None:
    assert mask(text, EN).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "Does section 4.2 of Standard 58 cover Facebook, Instagram and MS Teams in Carmarthen?",
        "Which form, HR12 or P45? And is it version 2.1 of the 2018 policy?",
        "We have 10000 followers since 12/03/2024 and £250000, under Regulation (EU) 2016/679 and ISO 27001.",
        "Will the council mark a page in May? Can I bill someone, or sue? I am going with it.",
        "Clare's Law, St David's Day, Prince Philip Hospital, Griffith Jones School, John Lewis and Marie Curie",
        "Did I miss the deadline of the 2018-2021 plan at 5pm on the 2nd, 100000 times over, 24/7?",
        "Dydd Gŵyl Dewi yn Ysgol Dewi Sant ym mis Mai, nos Sadwrn ar Heol Dewi",
        "Mae mair a non yn eiriau hefyd? Pwy yw Rheolwr y Tîm Cyfathrebu a Swyddog yr Iaith Gymraeg?".replace(
            "mair", "mai"
        ),
        "Oes rhaid i'r Cyngor ddilyn Safon 58 a Deddf Diogelu Data 2018 ar bob tudalen newydd?",
        "Follow us @carmscouncil #Carmarthenshire",
    ],
)
def test_products_places_roles_and_policies_stay(text: str) -> None:
    assert mask(text, EN).text == text


def test_the_result_says_what_kinds_were_masked_and_not_the_words() -> None:
    masked = mask("Sarah Jones, 07700 900123", EN)
    assert masked.kinds == (Kind.NAME, Kind.PHONE)
    assert "Sarah" not in repr(masked)
