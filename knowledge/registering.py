"""Change `register.yml`, its comments and order kept."""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from knowledge.errors import LibraryError
from knowledge.models import Language


def with_asked(
    file: str,
    names: Mapping[Language, str],
    where: Mapping[Language, str],
    url: str,
    asked: Mapping[Language, Sequence[str]],
) -> tuple[str, str]:
    """The service's id, and the register with these questions given to it. It is added where none has its name.

    Raises LibraryError.
    """
    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    try:
        content: Any = yaml.load(file) or {}
        services = content.setdefault("services", [])
        entry = next((one for one in services if any(one["name"][lang] == name for lang, name in names.items())), None)
        if entry is None:
            entry = {"id": _id(names[Language.EN]), "name": _plain(names), "where": _plain(where)}
            if url:
                entry["url"] = url
            services.append(entry)
        wordings = entry.setdefault("asked", {})
        for language, texts in asked.items():
            if new := [text for text in texts if text not in wordings.get(str(language), ())]:
                wordings.setdefault(str(language), []).extend(new)
    except (YAMLError, KeyError, TypeError, AttributeError) as error:
        raise LibraryError("register_form", file="register.yml", error=type(error).__name__) from error
    sink = io.StringIO()
    yaml.dump(content, sink)
    return str(entry["id"]), sink.getvalue()


def _plain(texts: Mapping[Language, str]) -> dict[str, str]:
    return {str(language): text for language, text in texts.items()}


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
