"""The policy as LibreOffice Writer's own file, with outline numbering, contents, footnote, header and footer."""

from pathlib import Path
from xml.sax.saxutils import escape

from knowledge.models import Language
from tests.knowledge.importing.policies import APPENDIX, WORDS

NAMES = (
    ("office", "office:1.0"), ("style", "style:1.0"), ("text", "text:1.0"), ("table", "table:1.0"),
    ("fo", "xsl-fo-compatible:1.0"),
)  # fmt: skip
SPACED = (
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="space"/></style:list-level-properties>'
)
CONTINUED = ' text:continue-numbering="true"'


def write_writer_file(file: Path, language: Language) -> Path:
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}"' for name, path in NAMES)
    file.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{_styles(language)}<office:body><office:text>{_text(language)}</office:text></office:body></office:document>",
        encoding="utf-8",
    )
    return file


def _styles(language: Language) -> str:
    words = WORDS[language]
    levels = "".join(
        f'<text:outline-level-style text:level="{at}" style:num-format="1" text:display-levels="{at}">{SPACED}'
        "</text:outline-level-style>"
        for at in (1, 2, 3)
    )
    headings = "".join(
        f'<style:style style:name="Heading_20_{at}" style:display-name="Heading {at}" style:family="paragraph" '
        f'style:default-outline-level="{at}"><style:text-properties fo:font-weight="bold" fo:font-size="{size}pt"/>'
        "</style:style>"
        for at, size in ((1, 18), (2, 15), (3, 12))
    )
    prefix = escape(APPENDIX[language].removesuffix("%1"))
    clauses = "".join(
        f'<text:list-level-style-number text:level="{at}" style:num-prefix="(" style:num-suffix=")" '
        f'style:num-format="{format}"><style:list-level-properties '
        'text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment '
        f'text:label-followed-by="listtab" fo:text-indent="-0.25in" fo:margin-left="{at * 0.25}in"/>'
        "</style:list-level-properties></text:list-level-style-number>"
        for at, format in ((1, "a"), (2, "i"))
    )
    lettered = (
        f'<text:list-level-style-number text:level="1" style:num-prefix="{prefix}" style:num-format="A">'
        f"{SPACED}</text:list-level-style-number>"
        '<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2">'
        f"{SPACED}</text:list-level-style-number>"
    )
    return (
        f"<office:styles>{headings}"
        '<style:style style:name="Title" style:family="paragraph" style:class="chapter">'
        '<style:text-properties fo:font-weight="bold" fo:font-size="28pt"/></style:style>'
        '<style:style style:name="Contents_20_1" style:display-name="Contents 1" style:family="paragraph"/>'
        f"<text:outline-style>{levels}</text:outline-style>"
        f'<text:list-style style:name="Clauses">{clauses}</text:list-style>'
        f'<text:list-style style:name="Lettered">{lettered}</text:list-style></office:styles>'
        '<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties '
        'fo:page-width="8.27in" fo:page-height="11.69in" fo:margin="1in"/><style:header-style/><style:footer-style/>'
        '</style:page-layout><style:style style:name="NewPage" style:family="paragraph" '
        'style:parent-style-name="Heading_20_1" style:default-outline-level="1">'
        '<style:paragraph-properties fo:break-before="page"/></style:style>'
        '<style:style style:name="Ruled" style:family="table-cell"><style:table-cell-properties '
        'fo:border="0.5pt solid #000000"/></style:style>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="A4"><style:header><text:p>{escape(words["header"])}</text:p></style:header>'
        f"<style:footer><text:p>{escape(words['footer'])}<text:page-number/></text:p></style:footer>"
        "</style:master-page></office:master-styles>"
    )


def _text(language: Language) -> str:
    words = {key: escape(text) for key, text in WORDS[language].items() if isinstance(text, str)}

    def heading(level: int, key: str, style: str = "") -> str:
        style = style or f"Heading_20_{level}"
        return f'<text:h text:style-name="{style}" text:outline-level="{level}">{words[key]}</text:h>'

    def paragraph(key: str) -> str:
        return f"<text:p>{words[key]}</text:p>"

    def item(level: int, inner: str, style: str, more: str = "") -> str:
        opening = f'<text:list text:style-name="{style}"{more}><text:list-item>'
        return f"{opening}{'<text:list><text:list-item>' * (level - 1)}{inner}{'</text:list-item></text:list>' * level}"

    first, second, deep, deeper, last = (f"<text:p>{escape(text)}</text:p>" for text, _ in WORDS[language]["clauses"])
    clauses = (
        f'<text:list text:style-name="Clauses"><text:list-item>{first}</text:list-item><text:list-item>{second}'
        f"<text:list><text:list-item>{deep}</text:list-item><text:list-item>{deeper}</text:list-item></text:list>"
        f"</text:list-item><text:list-item>{last}</text:list-item></text:list>"
    )
    cells = [
        [
            f'<table:table-cell table:style-name="Ruled"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        ]
        for row in WORDS[language]["table"]
    ]
    rows = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in cells)
    note = (
        f'<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f"<text:p>{words['note']}</text:p></text:note-body></text:note>"
    )
    contents = (
        '<text:table-of-content text:name="TOC1"><text:table-of-content-source text:outline-level="3"/>'
        f"<text:index-body><text:index-title text:name='T'><text:p>{words['contents']}</text:p></text:index-title>"
        f'<text:p text:style-name="Contents_20_1">1 {words["purpose"]}<text:tab/>1</text:p>'
        f'<text:p text:style-name="Contents_20_1">2 {words["accounts"]}<text:tab/>1</text:p>'
        "</text:index-body></text:table-of-content>"
    )
    return (
        f'<text:p text:style-name="Title">{words["title"]}</text:p>{paragraph("version")}{contents}'
        f"{heading(1, 'purpose')}{paragraph('purpose_text')}{heading(1, 'accounts')}{heading(2, 'opening')}"
        f"<text:p>{words['opening_text']}{note}{words['opening_more']}</text:p>{heading(2, 'who')}"
        f"{paragraph('who_text')}{clauses}{heading(3, 'leaving')}{paragraph('leaving_text')}"
        f"{heading(1, 'times', 'NewPage')}{paragraph('times_text')}"
        f'<table:table><table:table-column table:number-columns-repeated="2"/>{rows}</table:table>'
        f"{heading(2, 'records')}{paragraph('records_text')}"
        f"{item(1, heading(1, 'forms'), 'Lettered')}"
        f"{item(2, heading(2, 'request'), 'Lettered', CONTINUED)}"
        f"{paragraph('request_text')}"
    )
