"""The whole section, in both languages, behind a button for each: an Adaptive Card."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from microsoft_teams.cards import (
    Action,
    ActionSet,
    AdaptiveCard,
    CardElement,
    Container,
    OpenUrlAction,
    TextBlock,
    ToggleVisibilityAction,
)

from bot.teams.library import configuration
from bot.teams.markdown import literal, teams_markdown
from bot.web.language import in_both
from bot.web.published import current_library
from knowledge.errors import ReleaseError
from knowledge.library import Library
from knowledge.models import Anchor, Language, section_url

LARGEST = 16_000  # characters of sections in a card; Teams takes some 28 KB
NAMES = {Language.CY: "Cymraeg", Language.EN: "English"}


def section_card(cited: list[dict[str, Any]]) -> AdaptiveCard | None:
    """None where the sections can't be read; the answer's own links still open them."""
    try:
        _digest, library = current_library()
    except ReleaseError:
        return None
    anchors = dict.fromkeys(Anchor(citation["document"], citation["section"]) for citation in cited)
    room = LARGEST // (len(anchors) * len(Language))
    body = [element for place, anchor in enumerate(anchors, 1) for element in _section(library, anchor, place, room)]
    if not body:
        return None
    title = _both(lambda: _("Read the whole section"))
    heading = TextBlock(text=title, weight="Bolder", wrap=True, style="heading")
    return AdaptiveCard(version="1.5", body=[heading, *body], fallback_text=title)


def _section(library: Library, anchor: Anchor, place: int, room: int) -> list[CardElement]:
    versions = {language: library.section(anchor, language) for language in Language}
    held = {language: section for language, section in versions.items() if section and section.text}
    if not held:
        return []
    titles = " / ".join(dict.fromkeys(section.title for section in held.values()))
    elements: list[CardElement] = [TextBlock(text=literal(f"{anchor.number} {titles}"), wrap=True)]
    buttons: list[Action] = []
    texts: list[CardElement] = []
    for language, section in held.items():
        id = f"{language}{place}"
        url = configuration().url + section_url(anchor, language)
        buttons.append(ToggleVisibilityAction(title=NAMES[language], target_elements=[id]))
        shown: list[CardElement] = [
            TextBlock(text=block, wrap=True) for block in _blocks(section.text, room, configuration().url)
        ]
        with_link = ActionSet(actions=[OpenUrlAction(title=_in(language, lambda: _("Open the page")), url=url)])
        texts.append(Container(id=id, lang=language, is_visible=False, items=[*shown, with_link]))
    return [*elements, ActionSet(actions=buttons), *texts]


def _blocks(text: str, room: int, base: str) -> list[str]:
    """As many whole blocks as there is room for; the page has the rest."""
    kept: list[str] = []
    for block in teams_markdown(text, base).split("\n\n"):
        room -= len(block)
        if room < 0:
            return [*kept, "…"]
        kept.append(block)
    return kept


def _both(message: Callable[[], str]) -> str:
    return " / ".join(in_both(message).values())


def _in(language: Language, message: Callable[[], str]) -> str:
    return in_both(message)[language]
