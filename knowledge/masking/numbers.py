"""Addresses and numbers, by their shape and the word in front of them; the surest shapes first."""

import re
from collections.abc import Iterator

from knowledge.masking.kinds import Kind, Span

EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+(?:@|\s?[\[(]at[\])]\s?)[\w-]+(?:\.[\w-]+)+")
NI_CUE = re.compile(r"\bn\.?i\.?\b|\bnino\b|national insurance|yswiriant (?:gwladol|cenedlaethol)|\byg\b", re.I)
NI = re.compile(r"(?<!\w)[a-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}(?P<suffix>[ -]?[a-d])?(?!\w)", re.I)
POSTCODE = re.compile(
    r"(?<!\w)(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]) ?"
    r"\d(?!st\b|nd\b|rd\b|th\b)[ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.I,
)
DATE = r"(?:\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\d)"
PHONE = re.compile(
    rf"(?<![\w£€$.,/-])(?!{DATE})(?:\+\d{{1,3}}|00\d{{2}}|\(?0)[\s().-]{{0,3}}(?:\d[\s().-]{{0,2}}){{7,11}}(?!\w)"
    r"(?:,? ?(?:ext|est|x)\.? ?\d{2,5}(?!\w))?",
    re.I,
)
# A short number is a telephone number only where the words in front say so.
PHONE_AFTER = re.compile(
    r"\b(?:ext(?:ension|n)?|est(?:yniad)?|tel(?:ephone)?|phone|mobile|ring|call|rhif ff[oô]n|ff[oô]n(?:iwch|io)?|"
    r"symudol)\b\.?:?\s+(?:\w+\s+){0,2}?(?P<number>\d(?:[ -]?\d){3,9})(?!\w)",
    re.I,
)
CUE = re.compile(
    r"\b(?:(?:our |your |my )?ref(?:erence)?|case|complaint|ticket|incident|invoice|order|application|claim|account|"
    r"employee|staff|payroll|personnel|customer|client|crm|foi|sar|nhs|hospital|passport|licen[cs]e|permit|badge|booking|"
    r"enquiry|job|planning|membership|card|sort code|council tax|[cg]?h?yfeirnod|cyf|n?g?h?achos|[cg]h?[wŵ]yn|gŵyn|"
    r"[td]h?ocyn|digwyddiad|ddigwyddiad|anfoneb|archeb|[cg]h?ais|hawliad|[cg]h?yfrif|gweithiwr|[cg]h?yflogres|cwsmer|"
    r"pasbort|[td]h?rwydded|aelodaeth|ymholiad|cod didoli|treth gyngor|(?P<plain>number|rhif))"
    r"(?P<explicit>(?:[ .]+(?:number|no|num|nr|id|code|ref(?:erence)?|cyfeirnod|gyfeirnod|rhif)){0,3}\.?\s*[:#]?)"
    r"\s*(?:is|was|yw|ydy|ydi|oedd)?\s*"
    r"(?P<value>(?=#?[a-z]*[/-]?[a-z]*\d)#?[a-z0-9]+(?:[-/][a-z0-9]+| \d{2,}(?!\w))*)(?!\w)",
    re.I,
)
YEAR = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?$")
TOKEN = re.compile(r"(?<![\w£€$.,/-])#?[^\W_]+(?:[-/][^\W_]+)*(?![\w%]|[.,]\d)")
GROUPS = re.compile(r"(?<![\w£€$.,/-])\d{2,4}(?: \d{2,4}){2,}(?![\w%]|[.,]\d)")
PREFIXED = re.compile(r"(?<!\w)[A-Z]{2,5} \d{4,}(?:[-/]\d+)*(?![\w%])")  # a system's abbreviation and its number
MAILBOXES = frozenset(
    """info enquiries ymholiadau contact cyswllt communications cyfathrebu press gwasg hr ad it foi dpo complaints
    cwynion support help cymorth customerservices post mail admin office swyddfa team tim noreply""".split()
)
PLATE = re.compile(r"(?<!\w)[A-Z]{2}\d{2} ?[A-Z]{3}(?!\w)")  # of a car
SIZED = re.compile(r"\d+(?:st|nd|rd|th|k|m|kb|mb|gb|tb|px|am|pm|mins?|hrs?|ft|km|cm|mm|x\d+|s|ed|fed|eg|ain)$", re.I)
NAMED = re.compile(
    r"\b(?:form|ffurflen|standard|safon|section|adran|policy|polisi|version|fersiwn|act|deddf|regulation|rheoliad|iso|iec|bs|"
    r"en|pas|covid|windows|office|microsoft|rfc)[ :/-]*(?:no\.? |number |rhif )?$",
    re.I,
)
STANDARD = re.compile(r"(?:iso|iec|bs|en|eu|ue|pas|ieee|rfc|covid|windows|office)[-/]?\d", re.I)
FEW = 5  # digits that make a mixture of letters and digits a reference
MANY = 6  # digits that make a bare number one


def numbers(text: str) -> Iterator[Span]:
    for match in EMAIL.finditer(text):
        if match[0].partition("@")[0].lower() in MAILBOXES:
            continue  # a service's mailbox, nobody's
        yield Span(match.start(), match.end(), Kind.EMAIL)
    for match in NI.finditer(text):
        if match["suffix"] or NI_CUE.search(text, 0, match.start()):
            yield Span(match.start(), match.end(), Kind.NATIONAL_INSURANCE)
    for match in POSTCODE.finditer(text):
        yield Span(match.start(), match.end(), Kind.POSTCODE)
    for match in PHONE.finditer(text):
        number = match[0].rstrip(" ().-\t\n")
        bracket = number.startswith("(") and ")" not in number  # of what stands around the number
        yield Span(match.start() + bracket, match.start() + len(number), Kind.PHONE)
    for match in PHONE_AFTER.finditer(text):
        if not YEAR.match(match["number"]):
            yield Span(match.start("number"), match.end("number"), Kind.PHONE)
    yield from _references(text)


def _references(text: str) -> Iterator[Span]:
    for match in PREFIXED.finditer(text):
        prefix, _, number = match[0].partition(" ")
        if not STANDARD.match(f"{prefix}{number}") and not YEAR.match(number):
            yield Span(match.start(), match.end(), Kind.REFERENCE)
    for match in CUE.finditer(text):
        if _is_value(match["value"], bool(match["explicit"].strip(". ")), bool(match["plain"])):
            yield Span(match.start("value"), match.end("value"), Kind.REFERENCE)
    for match in PLATE.finditer(text):
        yield Span(match.start(), match.end(), Kind.REFERENCE)
    for match in GROUPS.finditer(text):
        if _digits(match[0]) >= MANY and not match[0].endswith("000"):
            yield Span(match.start(), match.end(), Kind.REFERENCE)
    for match in TOKEN.finditer(text):
        if _is_reference(match[0]) and not NAMED.search(text, max(0, match.start() - 30), match.start()):
            yield Span(match.start(), match.end(), Kind.REFERENCE)


def _digits(token: str) -> int:
    return sum(character.isdigit() for character in token)


def _is_value(value: str, explicit: bool, plain: bool) -> bool:
    """After a word like 'case', or explicitly 'case number'; `plain` is a bare 'number', which says least."""
    digits = _digits(value)
    if SIZED.match(value) or re.fullmatch(DATE, value):
        return False
    if explicit:
        return digits >= 3
    if plain:
        return digits >= 4 and not YEAR.match(value)
    return digits >= 4 and not YEAR.match(value) and not value.endswith("000")


def _is_reference(token: str) -> bool:
    digits = _digits(token)
    if digits < 4 or re.match(DATE, token) or YEAR.match(token) or SIZED.match(token) or STANDARD.match(token):
        return False
    letters = any(character.isalpha() for character in token)
    if not letters:
        # A round number counts something; one with strokes is a year, a regulation or a fraction.
        return digits >= (MANY if token.isdigit() else MANY + 3) and not token.endswith("000")
    years = re.fullmatch(r"[A-Za-z]+[-/]?(?:19|20)\d\d", token)
    return not years and (digits >= FEW or token.upper() == token)
