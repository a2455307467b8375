"""The assistant of the release that is current now: a new release is used from the next question on."""

from threading import Lock

from knowledge.answering import Assistant
from knowledge.encoder import load_encoder
from knowledge.releases import Releases
from knowledge.settings import Settings


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
                assistant = Assistant(self.releases.get(digest), self.encoder)
                assistant.warm_up()
                self._assistant = assistant
            return self._assistant
