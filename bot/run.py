"""Rasa, the action server, the review worker and the web app as one foreground group of processes."""

import shlex
import socket
import sys
import time
from threading import Thread

import httpx
from honcho.manager import Manager

from bot.doctor.checks import Place, refuse_unless_safe
from bot.prepare import make_secrets, prepare
from bot.processes import LOOPBACK, PORTS, Process, processes
from bot.web.reach import exposed
from knowledge.errors import HoliError
from knowledge.settings import ROOT, environment, load_settings


def _free(parts: dict[str, Process]) -> None:
    for name, part in parts.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((part.host, int(part.port)))
            except (OSError, ValueError):
                raise HoliError(
                    f"Port {part.port} can't be used. Stop what uses it, or set {name} to another."
                ) from None


def _announce(parts: dict[str, Process], values: dict[str, str]) -> None:
    """Print the address once a question can be answered, not merely sent."""
    waiting = [part.health for part in parts.values() if part.health]
    # Any name that the web app answers to, so that a list of public names alone does no harm.
    host = (values.get("HOLI_ALLOWED_HOSTS") or "localhost").split(",")[0].strip()
    while waiting:
        time.sleep(0.5)
        try:
            if httpx.get(waiting[0], headers={"Host": host}, trust_env=False).is_success:
                waiting.pop(0)
        except httpx.HTTPError:
            continue
    address = f"http://{LOOPBACK}:{parts['web'].port}/"
    print(f"\nHoli is ready: {address}   (Ctrl-C stops it)\n", flush=True)
    if not exposed(values):
        for role, token in demo_links().items():
            print(f"  sign in once as {role}: {address}sign-in/{token}", flush=True)


def demo_links() -> dict[str, str]:
    """A one-time token for a person of each role: only ever printed where nobody else can reach the site."""
    from bot.accounts.models import SignInLink, person_with
    from bot.accounts.permissions import GROUPS

    return {role: SignInLink.make(person_with(f"demo-{role}", role)) for role in GROUPS}


def main() -> None:
    try:
        settings = load_settings()
        make_secrets(settings)
        values = environment()
        refuse_unless_safe(Place(settings, values))  # before the long way to a start
        prepare(settings)
        parts = processes(settings, values)
        _free({PORTS[name]: part for name, part in parts.items() if part.port})
    except HoliError as error:
        sys.exit(str(error))
    print("Starting Rasa, the action server, the review worker and the web app…", flush=True)
    manager = Manager()
    for name, part in parts.items():
        command = f"exec {shlex.join(part.command)}"
        manager.add_process(name, command, cwd=str(ROOT), env=part.surroundings(values))
    Thread(target=_announce, args=(parts, values), daemon=True).start()
    manager.loop()
    # Ctrl-C is how it is meant to end.
    sys.exit(0 if manager.returncode in (0, 130) else manager.returncode)


if __name__ == "__main__":
    main()
