"""The assistant of the release that is current now: a new release is used from the next question on."""

import logging
from threading import Lock

from knowledge.answering import Assistant
from knowledge.encoder import load_encoder
from knowledge.errors import ReleaseError
from knowledge.releases import Releases
from knowledge.settings import Settings

logger = logging.getLogger(__name__)


class CurrentAssistant:
    def __init__(self, settings: Settings) -> None:
        self.releases = Releases(settings.home)
        self.encoder = load_encoder(settings.models, settings.model)
        self._lock = Lock()
        self._assistant: Assistant | None = None

    def get(self) -> Assistant:
        digest = self.releases.current_digest()
        with self._lock:
            if self._assistant is None or self._assistant.release.digest != digest:
                self._assistant = self._load(digest) or self._assistant
            if self._assistant is None:
                raise ReleaseError("unusable", digest=digest)
            return self._assistant

    @property
    def in_use(self) -> str | None:
        """The release that answers now, which a new one replaces at the next question."""
        assistant = self._assistant
        return assistant.release.digest if assistant else None

    def _load(self, digest: str) -> Assistant | None:
        """None where the release can't be used: the one before goes on answering."""
        try:
            assistant = Assistant(self.releases.get(digest), self.encoder)
            assistant.warm_up()
        except Exception:
            logger.exception("a release can't be used", extra={"release": digest})
            return None
        return assistant
