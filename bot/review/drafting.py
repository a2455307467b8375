"""A reviewer's answer as changes of a draft: it reaches people only through a release, like every other change."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from bot.editorial.drafts import draft_folder, keep
from bot.editorial.models import Draft
from bot.editorial.policies import can_edit
from bot.review.models import Gap
from knowledge.audit import Audit
from knowledge.editing import with_also_asked, with_field, with_new_section
from knowledge.errors import LibraryError
from knowledge.library import inspect_library
from knowledge.models import Anchor, Language
from knowledge.registering import with_asked
from knowledge.releases import Releases

TITLE = "Cwestiynau heb eu hateb / Unanswered questions"
REGISTER = "register.yml"
GUIDANCE = "questions-and-answers"  # the document that answers to people's questions are put in, if no other
NEW_GUIDANCE = {
    Language.CY: ("Cwestiynau ac Atebion", "Cyfathrebu Corfforaethol"),
    Language.EN: ("Questions and Answers", "Corporate Communications"),
}


@dataclass(frozen=True)
class Guidance:
    document: str
    titles: Mapping[Language, str]
    texts: Mapping[Language, str]


def draft_for(gap: Gap, person: User) -> Draft:
    """The gap's own, or the one that unanswered questions share, if it can still be edited and nothing was published
    since it was begun; else a new one."""
    current = Releases(settings.HOLI_HOME).current_digest()
    shared = Draft.objects.filter(title=TITLE, base=current).order_by("-created_at").first()
    for found in (gap.draft, shared):
        if found and found.base == current and can_edit(found):
            return found
    return Draft.objects.create(title=TITLE, base=current, created_by=person)


def give_wordings(gap: Gap, anchor: Anchor, draft: Draft, person: User) -> None:
    """The gap's questions as other wordings of what this section answers. Raises LibraryError."""
    with _changing(draft) as change:
        _add_wordings(change, gap, anchor)
        change.keep(person)


def give_guidance(gap: Gap, guidance: Guidance, draft: Draft, person: User) -> Anchor:
    """A new section at the end of the document, with the gap's questions as its wordings. Raises LibraryError."""
    with _changing(draft) as change:
        library = inspect_library(change.folder)
        sides = [found for one in Language if (found := library.document(guidance.document, one))]
        numbers = [section.anchor.number.split(".")[0] for side in sides for section in side.sections]
        number = str(max((int(one) for one in numbers if one.isdigit()), default=0) + 1)
        for language in Language:
            name = f"{guidance.document}.{language}.md"
            if not change.has(name):
                if guidance.document != GUIDANCE:
                    raise LibraryError("no_document", document=guidance.document)
                change.write(name, _new_document(language))
            file = with_new_section(change.read(name), number, guidance.titles[language], guidance.texts[language])
            if guidance.document == GUIDANCE:
                file = with_field(file, "version", f'"{date.today().isoformat()}"')
            change.write(name, file)
        anchor = Anchor(guidance.document, number)
        _add_wordings(change, gap, anchor)
        change.keep(person)
    return anchor


def give_service(
    gap: Gap, names: Mapping[Language, str], where: Mapping[Language, str], url: str, draft: Draft, person: User
) -> str:
    """The gap's questions as the service's, whose id is returned. Raises LibraryError."""
    with _changing(draft) as change:
        register = change.read(REGISTER) if change.has(REGISTER) else ""
        service, changed = with_asked(register, names, where, url, _wordings(gap))
        change.write(REGISTER, changed)
        change.keep(person)
    return service


class _Change:
    """A draft's library while something is written into it: kept as a whole, or not at all."""

    def __init__(self, draft: Draft, folder: Path) -> None:
        self.draft, self.folder = draft, folder
        self._written: dict[str, str] = {}

    def has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
        self._written[name] = text

    def keep(self, person: User) -> None:
        """Raises LibraryError where the library couldn't be read with it."""
        fatal = tuple(problem for problem in inspect_library(self.folder).problems if problem.fatal)
        if fatal:
            raise LibraryError("problems", problems=fatal)
        with transaction.atomic():
            for name, text in self._written.items():
                keep(self.draft, name, text, person)
        names = ", ".join(sorted(self._written))
        Audit(settings.HOLI_HOME).append(
            person.get_username(), "answer drafted", note=self.draft.title, release=self.draft.base, details=names
        )


@contextmanager
def _changing(draft: Draft) -> Iterator[_Change]:
    with draft_folder(draft) as folder:
        yield _Change(draft, folder)


def _add_wordings(change: _Change, gap: Gap, anchor: Anchor) -> None:
    library = inspect_library(change.folder)
    for language, texts in _wordings(gap).items():
        document = library.document(anchor.document, language)
        section = document.section(anchor.number) if document else None
        if document and section and texts:
            name = f"{anchor.document}.{language}.md"
            wanted = list(dict.fromkeys([*section.also_asked, *texts]))
            change.write(name, with_also_asked(change.read(name), document, anchor.number, wanted))


def _wordings(gap: Gap) -> dict[Language, list[str]]:
    asked = (
        gap.members.exclude(question__text="")
        .order_by("question__asked_at")
        .values_list("question__language", "question__text")
    )
    found: dict[Language, dict[str, None]] = {language: {} for language in Language}
    for language, text in asked:
        found[Language(language)][" ".join(text.split())] = None
    return {language: list(texts) for language, texts in found.items()}


def _new_document(language: Language) -> str:
    title, owner = NEW_GUIDANCE[language]
    today = date.today()
    return (
        f'---\nid: {GUIDANCE}\ntitle: {title}\nlanguage: {language}\nversion: "{today.isoformat()}"\n'
        f"owner: {owner}\neffective: {today.isoformat()}\nreview_by: {today.replace(day=1, year=today.year + 1)}\n"
        f"---\n# {title}\n"
    )
