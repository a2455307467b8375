"""Library Markdown in Teams' dialect: no headings, no tables, and nothing of the text taken for markup."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from markdown_it.tree import SyntaxTreeNode

from knowledge.markup import parser

MARKUP = re.compile(r"([\\`*_\[\]~|])")
AT_LINE_START = re.compile(r"^(\s*)(#{1,6}|[-+>]|\d+(?=[.)]))", re.MULTILINE)
SCHEMES = ("https", "http", "mailto")


def teams_markdown(markdown: str, base: str) -> str:
    """`base` is what links without a host are read against."""
    return "\n\n".join(_blocks(SyntaxTreeNode(parser().parse(markdown)), base))


def literal(words: str) -> str:
    """Words that are shown as they are, `[1]` and `*` included."""
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return MARKUP.sub(r"\\\1", words)


def link(label: str, url: str) -> str:
    return f"[{literal(label)}]({url.replace(' ', '%20').replace('(', '%28').replace(')', '%29')})"


def _blocks(node: SyntaxTreeNode, base: str) -> Iterator[str]:
    for child in node.children:
        if child.type == "heading":
            yield f"**{_inline(child, base)}**"
        elif child.type == "paragraph":
            yield AT_LINE_START.sub(_disarmed, _inline(child, base))
        elif child.type in ("bullet_list", "ordered_list"):
            yield "\n".join(_items(child, base))
        elif child.type == "table":
            yield "\n".join(_rows(child, base))
        elif child.type == "blockquote":
            yield "\n".join(f"> {line}" for block in _blocks(child, base) for line in block.split("\n"))
        elif child.type in ("fence", "code_block"):
            yield f"```\n{child.content.rstrip()}\n```"


def _disarmed(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def _items(node: SyntaxTreeNode, base: str) -> Iterator[str]:
    number = int(node.attrs.get("start") or 1)
    for item in node.children:
        mark = "-" if node.type == "bullet_list" else f"{number}."
        number += 1
        indent = " " * (len(mark) + 1)
        lines = "\n".join(_blocks(item, base)).split("\n")
        yield f"{mark} " + f"\n{indent}".join(lines)


def _rows(node: SyntaxTreeNode, base: str) -> Iterator[str]:
    """A row a line, each cell behind the name of its column: Teams shows no tables."""
    head, *bodies = node.children
    names = [_inline(cell, base) for cell in head.children[0].children]
    for row in (row for body in bodies for row in body.children):
        cells = [_inline(cell, base) for cell in row.children]
        pairs = zip(names, cells, strict=True)
        yield "- " + "; ".join(f"**{name}:** {cell}" if name else cell for name, cell in pairs if cell)


def _inline(node: SyntaxTreeNode, base: str) -> str:
    return "".join(_run(child, base) for inline in node.children for child in inline.children or [])


def _run(node: SyntaxTreeNode, base: str) -> str:
    inside = "".join(_run(child, base) for child in node.children)
    if node.type == "text":
        return literal(node.content)
    if node.type == "strong":
        return f"**{inside}**"
    if node.type == "em":
        return f"_{inside}_"
    if node.type == "code_inline":
        return f"`{node.content}`"
    if node.type == "softbreak":
        return " "
    if node.type == "hardbreak":
        return "  \n"
    if node.type == "link":
        url = urljoin(f"{base}/", str(node.attrs.get("href", "")))
        return f"[{inside}]({url})" if urlsplit(url).scheme in SCHEMES else inside
    return inside
