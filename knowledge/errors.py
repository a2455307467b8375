"""Errors that a person reads: one sentence that names what is wrong and what to do."""

from typing import Any

from knowledge.models import Language
from knowledge.sentences import Sentence


class HoliError(Exception):
    """Base of every error whose text is meant for the person at the keyboard."""

    def sentence(self, language: Language) -> str:
        return str(self)


class BilingualError(HoliError):
    """One that a policy owner meets on a page as well: `kind` is a key of sentences.yml."""

    def __init__(self, kind: str, **values: Any) -> None:
        self.said = Sentence(kind, values)
        super().__init__(self.said.sentence(Language.EN))

    def sentence(self, language: Language) -> str:
        return self.said.sentence(language)


class LibraryError(BilingualError):
    pass


class ReleaseError(BilingualError):
    pass


class QuestionSetError(BilingualError):
    pass


class ModelError(HoliError):
    pass


class SettingsError(HoliError):
    pass
