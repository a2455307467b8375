"""Rasa, the action server, the review worker and the web app as one foreground group of processes."""

import os
import socket
import sys
import time
from threading import Thread

import httpx
from honcho.manager import Manager

from bot.prepare import RASA, RASA_ENVIRONMENT, prepare, rasa_model
from bot.teams.configuration import read_configuration
from knowledge.errors import HoliError
from knowledge.settings import ROOT, Settings, environment, load_settings

LOOPBACK = "127.0.0.1"
PYTHON = sys.executable


def commands(settings: Settings, values: dict[str, str]) -> dict[str, tuple[str, dict[str, str]]]:
    """Each process: its command line, and what its environment has besides ours."""
    rasa_port = values.get("HOLI_RASA_PORT") or "5005"
    actions_port = values.get("HOLI_ACTIONS_PORT") or "5055"
    host, port = values.get("HOLI_HOST") or LOOPBACK, values.get("HOLI_PORT") or "8000"
    uvicorn = f"{PYTHON} -m uvicorn --no-access-log --log-level warning"
    return {
        "rasa": (
            f"{RASA} run -m {rasa_model(settings)} -i {LOOPBACK} -p {rasa_port}"
            " --credentials credentials.yml --endpoints endpoints.yml --log-file /dev/null",
            {
                **RASA_ENVIRONMENT,
                "LOG_LEVEL": "WARNING",
                "HOLI_ACTIONS_URL": f"http://{LOOPBACK}:{actions_port}/webhook",
                "HOLI_TRACKER_DB": str(settings.home / "tracker.db"),
            },
        ),
        "actions": (f"{uvicorn} --factory actions.server:create_app --host {LOOPBACK} --port {actions_port}", {}),
        "review": (f"nice -n 10 {PYTHON} -m bot.review.worker", {"OMP_NUM_THREADS": "1"}),  # answers come first
        "web": (f"{uvicorn} bot.web.asgi:application --host {host} --port {port}", {}),
    }


def _free(ports: dict[str, str]) -> None:
    for name, port in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, int(port)))
            except (OSError, ValueError):
                raise HoliError(f"Port {port} can't be used. Stop what uses it, or set {name} to another.") from None


def _announce(values: dict[str, str]) -> None:
    """Print the address once a question can be answered, not merely sent."""
    base = f"http://{LOOPBACK}"
    checks = (
        f"{base}:{values.get('HOLI_RASA_PORT') or 5005}/webhooks/holi/",
        f"{base}:{values.get('HOLI_ACTIONS_PORT') or 5055}/health",
        f"{base}:{values.get('HOLI_PORT') or 8000}/healthz",
    )
    waiting = list(checks)
    # Any name that the web app answers to, so that a list of public names alone does no harm.
    host = (values.get("HOLI_ALLOWED_HOSTS") or "localhost").split(",")[0].strip()
    while waiting:
        time.sleep(0.5)
        try:
            if httpx.get(waiting[0], headers={"Host": host}, trust_env=False).is_success:
                waiting.pop(0)
        except httpx.HTTPError:
            continue
    address = checks[2].removesuffix("healthz")
    print(f"\nHoli is ready: {address}   (Ctrl-C stops it)\n", flush=True)
    if (values.get("HOLI_HOST") or LOOPBACK) == LOOPBACK:
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
        read_configuration(environment())  # before the long way to a start that would then be refused
        prepare(settings)
        values = environment()
        names = {"HOLI_RASA_PORT": "5005", "HOLI_ACTIONS_PORT": "5055", "HOLI_PORT": "8000"}
        _free({name: values.get(name) or default for name, default in names.items()})
    except HoliError as error:
        sys.exit(str(error))
    print("Starting Rasa, the action server, the review worker and the web app…", flush=True)
    manager = Manager()
    for name, (command, extra) in commands(settings, values).items():
        manager.add_process(name, f"exec {command}", cwd=str(ROOT), env={**os.environ, **values, **extra})
    Thread(target=_announce, args=(values,), daemon=True).start()
    manager.loop()
    # Ctrl-C is how it is meant to end.
    sys.exit(0 if manager.returncode in (0, 130) else manager.returncode)


if __name__ == "__main__":
    main()
