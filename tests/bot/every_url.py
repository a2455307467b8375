"""Every address that the site answers to, with arguments that fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

ARGUMENTS = {"int": "1", "slug": "cars", "str": "1.1", "uuid": str(uuid4()), "path": "a/b"}


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    view: Any


def every_address() -> Iterator[Address]:
    yield from _under(get_resolver().url_patterns, "/", "")


def _under(patterns: list[Any], prefix: str, space: str) -> Iterator[Address]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _under(each.url_patterns, prefix + _filled(each.pattern), each.namespace or space)
        elif isinstance(each, URLPattern):
            yield Address(
                f"{space}:{each.name}" if space else each.name or "", prefix + _filled(each.pattern), each.callback
            )


def _filled(pattern: Any) -> str:
    route = str(pattern).lstrip("^").rstrip("$")
    for name, converter in getattr(pattern, "converters", {}).items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        for written in (f"<{kind}:{name}>", f"<{name}>"):
            route = route.replace(written, ARGUMENTS.get(kind, "1"))
    return route
