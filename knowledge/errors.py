"""Errors that a person reads: one sentence that names what is wrong and what to do."""


class HoliError(Exception):
    """Base of every error whose text is meant for the person at the keyboard."""


class LibraryError(HoliError):
    pass


class ModelError(HoliError):
    pass


class ReleaseError(HoliError):
    pass


class QuestionSetError(HoliError):
    pass


class SettingsError(HoliError):
    pass
