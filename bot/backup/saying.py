"""What whoever restores has to know."""

import socket
from collections.abc import Iterator
from pathlib import Path

from bot.backup import members
from bot.backup.restoring import Restored
from knowledge.encoder import load_encoder
from knowledge.errors import HoliError
from knowledge.settings import Settings, in_force, secrets_of

PORTS = {"HOLI_PORT": "8000", "HOLI_RASA_PORT": "5005", "HOLI_ACTIONS_PORT": "5055"}


def refuse_while_running(home: Path, values: dict[str, str]) -> None:
    """An empty home is nobody's."""
    if not members.present(home):
        return
    for name, default in PORTS.items():
        port = values.get(name) or default
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", int(port))) == 0:
                raise HoliError(f"Holi is running: port {port} answers. Stop it before you restore.")


def of(restored: Restored, settings: Settings, values: dict[str, str]) -> Iterator[str]:
    manifest = restored.manifest
    yield (
        f"Restored into {settings.home} what stood at {manifest.made}: {manifest.questions} questions, "
        f"{len(manifest.releases)} releases, {manifest.release or 'none'} current."
    )
    if restored.aside:
        yield f"What stood there before is in {restored.aside}. It holds personal data: delete it when you can."
    yield f"Emptied what was erased since, and what is too old: {'; '.join(restored.erased)}."
    if not restored.lists:
        yield "No list of erasures since then was found. Erase again whoever asked for it after that."
    encoder = load_encoder(settings.models, settings.model).digest
    if manifest.release and manifest.releases[manifest.release] != encoder:
        yield (
            f"The current release was built with other models than this Holi's: it is built anew at the next start. "
            f"For the same answers install Holi {manifest.holi}, whose packages bring those models."
        )
    now = in_force(values)
    for name, value in manifest.settings.items():
        if name not in manifest.secrets and now.get(name) != value:
            yield f"Set {name} again: it was {value}."
    missing = [name for name in manifest.secrets if name not in secrets_of(values)]
    if missing:
        yield f"Secrets aren't in a backup. Set again: {', '.join(missing)}. 'make setup' makes those of its own."
    yield f"The library that was configured is in {settings.home / members.LIBRARY}. Start Holi: make run."
