"""`redirects.yml`: where sections went that are no longer in the library, for whoever follows an old citation."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import LibraryError
from knowledge.library import Library
from knowledge.models import Anchor, Language

REDIRECTS = "redirects.yml"


@dataclass(frozen=True)
class Redirect:
    section: Anchor
    removed: date
    to: Anchor | None  # the section that says it now
    note: dict[Language, str]

    def as_yaml(self) -> dict[str, Any]:
        row: dict[str, Any] = {"section": str(self.section), "removed": self.removed}
        if self.to:
            row["to"] = str(self.to)
        if self.note:
            row["note"] = {str(language): words for language, words in self.note.items()}
        return row


def read_redirects(folder: Path) -> dict[Anchor, Redirect]:
    file = folder / REDIRECTS
    return parse_redirects(file.read_text(encoding="utf-8")) if file.is_file() else {}


def parse_redirects(text: str) -> dict[Anchor, Redirect]:
    try:
        found = [_redirect(row) for row in yaml.safe_load(text) or []]
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise LibraryError("register_form", file=REDIRECTS, error=error) from error
    return {redirect.section: redirect for redirect in found}


def write_redirects(redirects: dict[Anchor, Redirect]) -> str:
    rows = [redirects[section].as_yaml() for section in sorted(redirects)]
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)


def check_redirects(redirects: dict[Anchor, Redirect], library: Library) -> None:
    """Raises LibraryError where one leads to a section of which nothing is known."""
    known = {*library.with_withdrawn.anchors, *library.successors, *redirects}
    for redirect in redirects.values():
        if redirect.to and redirect.to not in known:
            raise LibraryError("redirect_points_nowhere", file=REDIRECTS, section=redirect.section, to=redirect.to)


def _redirect(row: dict[str, Any]) -> Redirect:
    note = {Language(language): str(words) for language, words in (row.get("note") or {}).items()}
    to = Anchor.parse(row["to"]) if row.get("to") else None
    if not isinstance(row["removed"], date):
        raise ValueError(f"removed: {row['removed']}")
    if not (to or note):
        raise ValueError(f"{row['section']}: to, note")
    return Redirect(Anchor.parse(row["section"]), row["removed"], to, note)
