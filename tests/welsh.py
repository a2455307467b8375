"""Check the Welsh that we wrote: spelling by Hunspell cy_GB, mutations by cymraeg-mcp's rules.

`python -m tests.welsh FOLDER` reads the folder's Welsh documents and every Welsh text of the interface.
Words that are right though no dictionary has them stand in knowledge/library-words.cy.txt, and findings
that a person judged right Welsh in tests/welsh-judged.txt, one 'trigger word' a line.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from babel.messages.pofile import read_po
from cymraeg_mcp.mutations import MutationEngine
from cymraeg_mcp.paths import mutation_rules_path
from cymraeg_mcp.spelling import check_text, lookup

from knowledge.importing.remarks import REMARKS
from knowledge.library import read_library
from knowledge.markup import plain
from knowledge.masking.kinds import PLACEHOLDERS
from knowledge.models import Language
from knowledge.sentences import SENTENCES, catalogue
from knowledge.settings import ROOT

ACCEPTED = set((ROOT / "knowledge" / "library-words.cy.txt").read_text().split("\n"))
JUDGED = set((ROOT / "tests" / "welsh-judged.txt").read_text().split("\n"))

QUOTED = re.compile(r"\{\w+\}|(?<!\w)'[^']+'(?!\w)")  # values, and what is typed or stands in a file


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    library = read_library(folder)
    for (id, language), document in library.documents.items():
        if language is Language.CY:
            yield f"{id}.cy.md", document.title
            for section in document.sections:
                yield f"{id}.cy.md {section.anchor.number}", f"{section.title}.\n{plain(section.text)}"
    for name, replies in yaml.safe_load((ROOT / "domain.yml").read_text())["responses"].items():
        for reply in replies:
            if reply["condition"][0]["value"] == "cy":
                yield f"domain.yml {name}", re.sub(r"\{\w+\}", "", reply["text"])
    for file in (REMARKS, SENTENCES):
        for kind, entry in catalogue(file).items():
            yield f"{file.name} {kind}", QUOTED.sub("", entry["cy"])
    packaged = yaml.safe_load((ROOT / "bot/teams/packaged/texts.yml").read_text())["cy"]
    for command in packaged.pop("commands"):
        yield "texts.yml commands", f"{command['title']}\n{command['description']}"
    for name, text in packaged.items():
        yield f"texts.yml {name}", text
    with (ROOT / "bot/web/locale/cy/LC_MESSAGES/django.po").open("rb") as file:
        for message in read_po(file):
            if message.id:
                yield f"django.po {message.id[:40]}", str(message.string)
    script = (ROOT / "bot/chat/static/chat/embed.js").read_text()
    welsh = re.search(r"^    cy: \{(.*?)^    \},", script, re.DOTALL | re.MULTILINE)
    assert welsh
    for text in re.findall(r': "([^"]+)"', welsh[1]):
        yield "embed.js", text
    for words in PLACEHOLDERS[Language.CY].values():
        yield "masking/kinds.py", words


def findings(folder: Path) -> Iterator[str]:
    engine = MutationEngine(mutation_rules_path(), lookup)
    for place, text in texts(folder):
        errors, _, _ = check_text(text, max_errors=1000)
        for error in errors:
            if not {error.word, error.word.strip("'’")} & ACCEPTED:
                yield f"{place}: '{error.word}' isn't in the dictionary"
        for finding in engine.check_text(text):
            if finding.confidence == "high" and f"{finding.trigger} {finding.word}" not in JUDGED:
                yield f"{place}: after '{finding.trigger}', '{finding.word}' ({finding.rule_en})"


def main() -> None:
    found = list(findings(Path(sys.argv[1])))
    print("\n".join(found) or "The Welsh has no finding.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
