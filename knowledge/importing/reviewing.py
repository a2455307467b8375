"""What looks wrong in an imported document, and what was found and left out: the report."""

from collections import Counter
from collections.abc import Iterator

from knowledge.importing.blocks import Block, Kind, Parsed
from knowledge.importing.numbers import parts, value
from knowledge.importing.outline import Outline, Part
from knowledge.importing.remarks import Remark
from knowledge.language import detect
from knowledge.markup import plain
from knowledge.models import Document, Language, Section

LONGEST_SECTION = 1500  # words
WORDS_TO_TELL = 20  # of a block, to say that it is in the other language
COUNTED = ("footnotes", "insertions", "deletions", "comments", "hidden_text", "contents", "running", "pictures")


def file_remarks(parsed: Parsed) -> list[Remark]:
    return [Remark(kind, values={"count": parsed.counts[kind]}) for kind in COUNTED if parsed.counts[kind]]


def document_remarks(document: Document, found: Outline) -> list[Remark]:
    sections = [section for section in document.sections if section.anchor.number != "0"]
    remarks = [*_found(document, sections, found)]
    for number in found.wordless:
        remarks.append(Remark("wordless", document.language, values={"number": number}))
    remarks += _jumps(document.language, found, sections)
    following = [*(part.level for part in found.parts[1:]), 0][: len(found.parts)]
    often = Counter(part.printed for part in found.parts)
    for section, part, next_level in zip(sections, found.parts, following, strict=True):
        remarks += _section(section, part, next_level <= part.level, often[part.printed] > 1)
    return remarks


def twin_remarks(document: Document, twin: Document) -> list[Remark]:
    return [
        Remark("no_twin", document.language, section.anchor.number, section.page or 0, {"language": twin.language})
        for section in document.without_twin(twin)
    ]


def _found(document: Document, sections: list[Section], found: Outline) -> Iterator[Remark]:
    if not sections:
        yield Remark("no_headings", document.language)
        return
    first, last = sections[0].anchor.number, sections[-1].anchor.number
    yield Remark("sections_found", document.language, values={"count": len(sections), "first": first, "last": last})
    unnumbered = sum(not part.printed for part in found.parts)
    if unnumbered:
        yield Remark("unnumbered", document.language, values={"count": unnumbered})


def _section(section: Section, part: Part, is_leaf: bool, again: bool) -> Iterator[Remark]:
    number, page = section.anchor.number, part.page

    def remark(kind: str, **values: object) -> Remark:
        return Remark(kind, section.language, number, page, values)

    if again and part.number != part.printed and not part.printed.startswith("("):
        yield remark("twice", printed=part.printed)
    if not section.text and is_leaf:
        yield remark("no_text")
    words = len(plain(section.text).split())
    if words > LONGEST_SECTION:
        yield remark("long_section", count=words, limit=LONGEST_SECTION)
    if any(_in_language(block, section.language.twin) for block in part.body):
        yield remark("other_language", language=section.language.twin)


def _in_language(block: Block, language: Language) -> bool:
    words = block.words if block.kind is Kind.TABLE else plain(block.text)
    return len(words.split()) >= WORDS_TO_TELL and detect(words) is language


def _jumps(language: Language, found: Outline, sections: list[Section]) -> Iterator[Remark]:
    """Where the printed numbers, those of numbered paragraphs too, don't go on by one."""
    before: dict[tuple[str, ...], str] = {}  # the last number under each
    for part, section in zip(found.parts, sections, strict=True):
        numbers = [part.number] if part.number else []
        numbers += [block.label.rstrip(".):") for block in part.body if block.kind is Kind.PARAGRAPH and block.label]
        for number in numbers:
            *above, last = parts(number)
            key = (*above, "letter" if last[0].isalpha() else "digit")
            sibling = before.get(key)
            before[key] = last
            previous = parts(sibling)[-1] if sibling else None
            if value(last, previous) == (value(previous) if previous else 0) + 1:
                continue
            if sibling is None and value(last) == 0:
                continue
            shown = {"after": number, **({"before": ".".join([*above, sibling])} if sibling else {})}
            yield Remark("jump" if sibling else "not_first", language, section.anchor.number, part.page, shown)
