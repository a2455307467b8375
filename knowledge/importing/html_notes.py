"""A web page's footnotes, put where their figures stand."""

import re

from bs4 import BeautifulSoup
from bs4.element import Tag

from knowledge.importing.inline import one_line

FIGURE = re.compile(r"\[?(\d{1,3}|[ivx]{1,5}|\*)\]?")


def place_notes(soup: BeautifulSoup) -> int:
    """How many were placed. A note is what a raised figure links to."""
    gone: list[Tag] = []
    placed = 0
    for link in soup.find_all("a", href=re.compile("^#.")):
        figure = one_line(link.get_text())
        target = _target(soup, str(link["href"])[1:])
        if not FIGURE.fullmatch(figure) or target is None or target is link or not _raised(link):
            continue
        text = one_line(target.get_text())
        text = re.sub(rf"^{re.escape(figure)}[.\s]*|\s*[↩↑^]\S*$", "", text)
        if not text:
            continue
        raised = link.find_parent("sup") or link
        raised.replace_with(f" [{text}]")
        gone.append(target)
        placed += 1
    for target in gone:
        if not target.decomposed:
            target.decompose()
    return placed


def _raised(link: Tag) -> bool:
    classes = " ".join(str(name) for name in link.get_attribute_list("class") if name)
    return bool(link.find_parent("sup") or link.find("sup") or re.search(r"note.*(anc|ref)|noteref", classes))


def _target(soup: BeautifulSoup, name: str) -> Tag | None:
    found = soup.find(id=name) or soup.find(True, attrs={"name": name})
    if isinstance(found, Tag) and found.name in ("a", "sup", "span"):
        return found.find_parent(["li", "p", "div"])
    return found if isinstance(found, Tag) else None
