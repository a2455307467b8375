"""Words with their emphasis and links, as Markdown that shows exactly these words."""

import re
from itertools import groupby
from typing import NamedTuple

SPECIAL = re.compile(r"[\\`*]|\[(?=[^\]]*\][(:])|(?<!\w)_|_(?!\w)|<(?=[\w/!?])|&(?=#?\w+;)")
AT_LINE_START = re.compile(r"\A(#{1,6}(?=\s|$)|[+>-](?=\s|$)|={2,}$|-{2,}$|~{3})")
LIST_NUMBER = re.compile(r"\A(\d{1,9})([.)])(?=\s|$)")


class Piece(NamedTuple):
    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


def escape(text: str) -> str:
    return SPECIAL.sub(lambda found: "\\" + found[0], text)


def escape_start(markdown: str) -> str:
    """So that a paragraph isn't read as a heading, a list or a quotation."""
    return LIST_NUMBER.sub(r"\1\\\2", AT_LINE_START.sub(r"\\\1", markdown, count=1), count=1) if markdown else ""


def to_markdown(pieces: list[Piece]) -> str:
    """One line; whole paragraphs in bold lose it, for it tells nothing apart."""
    words = [piece for piece in pieces if piece.text.strip()]
    all_bold = all(piece.bold for piece in words)
    all_italic = all(piece.italic for piece in words)
    parts = []
    for (bold, italic, link), group in groupby(pieces, key=lambda piece: (piece.bold, piece.italic, piece.link)):
        text = "".join(piece.text for piece in group)
        mark = ("**" if bold and not all_bold else "") + ("*" if italic and not all_italic else "")
        parts.append(_marked(text, mark, link))
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _marked(text: str, mark: str, link: str) -> str:
    inner = text.strip()
    if not inner:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    markdown = escape(inner)
    if mark and inner[0].isalnum() and inner[-1].isalnum():  # beside punctuation the marks would show
        markdown = f"{mark}{markdown}{mark[::-1]}"
    if link.startswith(("https://", "http://", "mailto:")) and not re.search(r"[\s<>()]", link):
        markdown = f"[{markdown}]({link})"
    return f"{before}{markdown}{after}"


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
