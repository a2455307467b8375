"""What is masked, and the words that stand in its place."""

from enum import StrEnum
from typing import NamedTuple

from knowledge.models import Language


class Kind(StrEnum):
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    NATIONAL_INSURANCE = "nino"
    POSTCODE = "postcode"
    REFERENCE = "reference"


PLACEHOLDERS = {
    Language.CY: {
        Kind.NAME: "[enw]",
        Kind.EMAIL: "[cyfeiriad e-bost]",
        Kind.PHONE: "[rhif ffôn]",
        Kind.NATIONAL_INSURANCE: "[rhif Yswiriant Gwladol]",
        Kind.POSTCODE: "[cod post]",
        Kind.REFERENCE: "[cyfeirnod]",
    },
    Language.EN: {
        Kind.NAME: "[name]",
        Kind.EMAIL: "[e-mail address]",
        Kind.PHONE: "[phone number]",
        Kind.NATIONAL_INSURANCE: "[National Insurance number]",
        Kind.POSTCODE: "[postcode]",
        Kind.REFERENCE: "[reference number]",
    },
}


class Span(NamedTuple):
    start: int
    end: int
    kind: Kind
