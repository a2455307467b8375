"""A web page into blocks."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import Comment, PageElement, Tag
from markdownify import markdownify

from knowledge.importing.blocks import Block, Kind, Parsed, Progress
from knowledge.importing.html_notes import place_notes
from knowledge.importing.inline import one_line
from knowledge.importing.numbering import format_number
from knowledge.importing.numbers import split_label

UNREAD = ["script", "style", "noscript", "template", "svg", "object", "iframe", "form", "button", "colgroup", "head"]
RUNNING = ["nav", "header", "footer", "aside"]
INSIDE = ["div", "section", "article", "main", "body", "center", "font", "span", "details", "figure", "fieldset"]
LISTS = ["ul", "ol"]
HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
COUNTING = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "lower-alpha": "lowerLetter",
            "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "lower-roman": "lowerRoman",
            "upper-roman": "upperRoman"}  # fmt: skip


def read_html(file: Path, progress: Progress) -> Parsed:
    soup = BeautifulSoup(file.read_bytes(), "lxml")
    parsed = Parsed(title=one_line(soup.title.get_text()) if soup.title else "")
    progress()
    _clean(soup, parsed)
    parsed.counts["footnotes"] += place_notes(soup)
    root = soup.find("main") or soup.find("article") or soup.body or soup
    for block in _blocks(root):
        parsed.blocks.append(block)
        progress()
    return parsed


def _clean(soup: BeautifulSoup, parsed: Parsed) -> None:
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(UNREAD):
        tag.decompose()
    _drop(soup, soup.find_all(_is_hidden), "hidden_text", parsed)
    _drop(soup, soup.find_all(["del", "s", "strike"]), "deletions", parsed)
    parsed.counts["insertions"] += len(soup.find_all("ins"))
    _drop(soup, soup.find_all(_is_contents), "contents", parsed)
    _drop(soup, soup.find_all(RUNNING), "running", parsed)
    _drop(soup, soup.find_all("img"), "pictures", parsed)


def _drop(soup: BeautifulSoup, tags: list[Tag], kind: str, parsed: Parsed) -> None:
    for tag in tags:
        if not tag.decomposed and tag.find_parent("article") is not tag and tag.name not in ("html", "body", "main"):
            parsed.counts[kind] += bool(tag.get_text(strip=True)) or tag.name == "img"
            tag.decompose()


def _is_hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or bool(HIDDEN.search(str(tag.get("style", ""))))


def _is_contents(tag: Tag) -> bool:
    """A list, or a block that calls itself the contents, with nothing but links within the page."""
    named = re.search(r"\btoc|contents", " ".join([str(tag.get("id", "")), *_classes(tag)]), re.IGNORECASE)
    if tag.name not in LISTS and not (named and tag.name in ("div", "section", "nav")):
        return False
    links = tag.find_all("a", href=re.compile("^#"))
    linked = sum(len(link.get_text(strip=True)) for link in links)
    return len(links) > 1 and linked >= 0.8 * len(tag.get_text(strip=True))


def _classes(tag: Tag) -> list[str]:
    return [str(name) for name in tag.get_attribute_list("class") if name]


def _blocks(root: Tag) -> Iterator[Block]:
    loose: list[PageElement] = []
    for child in root.children:
        blocky = isinstance(child, Tag) and _is_block(child)
        if not blocky:
            loose.append(child)
            continue
        yield from _paragraph("".join(map(str, loose)))
        loose = []
        assert isinstance(child, Tag)
        yield from _block(child)
    yield from _paragraph("".join(map(str, loose)))


def _is_block(tag: Tag) -> bool:
    if tag.name in ("span", "font", "ins", "a", "b", "strong", "em", "i"):
        return tag.find(["p", "h1", "h2", "h3", "h4", "table", "ul", "ol", "div"]) is not None
    return bool(re.fullmatch(r"h[1-6]|p|ul|ol|dl|table|pre|blockquote|hr|address", tag.name)) or tag.name in INSIDE


def _block(tag: Tag) -> Iterator[Block]:
    if re.fullmatch(r"h[1-6]", tag.name):
        if text := one_line(tag.get_text()):
            yield Block(Kind.HEADING, text, int(tag.name[1]))
    elif tag.name == "p":
        yield from _paragraph(tag.decode_contents())
    elif tag.name in LISTS:
        yield from _items(tag, 0)
    elif tag.name == "table":
        yield from _table(tag)
    elif tag.name in ("pre", "blockquote", "dl"):
        if markdown := markdownify(str(tag), heading_style="ATX", bullets="-").strip():
            yield Block(Kind.MARKDOWN, markdown)
    else:
        yield from _blocks(tag)


def _paragraph(markup: str) -> Iterator[Block]:
    text = one_line(markdownify(markup, strip=["img"]))
    if not text:
        return
    if typed := split_label(text.replace("\\", "", 1) if re.match(r"\d+\\", text) else text):
        kind = Kind.PARAGRAPH if re.search(r"\d\.\d", typed[0]) else Kind.ITEM
        yield Block(kind, typed[1], 0, typed[0])
    else:
        yield Block(Kind.PARAGRAPH, text)


def _items(tag: Tag, level: int) -> Iterator[Block]:
    count = _number(tag, "start", 1)
    style = re.search(r"list-style(?:-type)?:\s*([\w-]+)", str(tag.get("style", "")))
    format = COUNTING.get(style[1] if style else str(tag.get("type", "1")), "decimal")
    for item in tag.find_all("li", recursive=False):
        count = _number(item, "value", count)
        inner = [child.extract() for child in item.find_all(LISTS) if child.find_parent("li") is item]
        label = f"{format_number(count, format)}." if tag.name == "ol" else ""
        if text := one_line(markdownify(item.decode_contents(), strip=["img"])):
            yield Block(Kind.ITEM, text, level, label)
        for child in inner:
            yield from _items(child, level + 1)
        count += 1


def _number(tag: Tag, attribute: str, usual: int) -> int:
    text = str(tag.get(attribute, ""))
    return int(text) if re.fullmatch(r"\d{1,6}", text) else usual


def _table(tag: Tag) -> Iterator[Block]:
    rows = []
    for row in tag.find_all("tr"):
        if row.find_parent("table") is not tag:
            continue
        cells: list[list[Block]] = []
        for cell in row.find_all(["td", "th"], recursive=False):
            cells.append(list(_blocks(cell)))
            cells += [[] for _ in range(min(_number(cell, "colspan", 1), 60) - 1)]
        rows.append(cells)
    if all(len(row) == 1 for row in rows):  # a frame round text
        yield from (block for row in rows for cell in row for block in cell)
    else:
        yield Block(Kind.TABLE, rows=rows)
