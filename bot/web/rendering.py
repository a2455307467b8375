"""The library's Markdown as a page shows it."""

import nh3
from django.utils.safestring import SafeString, mark_safe

from knowledge.markup import parser


def rendered(markdown: str) -> SafeString:
    return mark_safe(nh3.clean(parser().render(markdown)))  # noqa: S308 - sanitised
