"""Everything between an installed checkout and one that can start: each step only when its inputs changed."""

import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from knowledge.errors import HoliError
from knowledge.settings import ROOT, Settings, load_settings

RASA = ROOT / ".venv-rasa" / "bin" / "rasa"
RASA_INPUTS = ("config.yml", "domain.yml", "bot/dialogue/**/*.yml", "bot/components/*.py", "requirements/rasa.txt")
RASA_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "PYTHONWARNINGS": "ignore",
    # With every core, one short message took seconds on a busy machine.
    "OMP_NUM_THREADS": "1",
    "PYTHONPATH": str(ROOT),
}


def rasa_model(settings: Settings) -> Path:
    return settings.built / "rasa" / "holi.tar.gz"


def prepare(settings: Settings) -> None:
    make_secrets(settings)
    make_version(settings)
    make_release(settings)
    migrate(settings)


def make_version(settings: Settings) -> None:
    """What belongs to this version of Holi and holds nobody's data: an image has it before it runs."""
    from knowledge.encoder import PairedEncoder, load_encoder

    _translations(settings)
    _train(settings)
    encoder = load_encoder(settings.models, settings.model)
    if isinstance(encoder, PairedEncoder):
        encoder.unpack()


def make_secrets(settings: Settings) -> None:
    settings.home.mkdir(parents=True, exist_ok=True)
    file = settings.home / "secrets.env"
    if not file.exists():
        names = ("HOLI_SECRET_KEY", "HOLI_RASA_TOKEN")
        text = "".join(f"{name}={secrets.token_urlsafe(48)}\n" for name in names)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as sink:
            sink.write(text)


def _translations(settings: Settings) -> None:
    for source in (ROOT / "bot" / "web" / "locale").glob("*/LC_MESSAGES/django.po"):
        target = settings.built / "locale" / source.relative_to(ROOT / "bot" / "web" / "locale").with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as po, target.open("wb") as mo:
            write_mo(mo, read_po(po))


def _digest(files: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for file in files:
        found.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return found.hexdigest()


def rasa_model_is_current(settings: Settings) -> bool:
    """Trained on the dialogue as it is now."""
    stamp = _stamp(settings)
    return rasa_model(settings).exists() and stamp.exists() and stamp.read_text() == _rasa_inputs()


def _stamp(settings: Settings) -> Path:
    return rasa_model(settings).with_suffix(".inputs")


def _rasa_inputs() -> str:
    return _digest(sorted(path for pattern in RASA_INPUTS for path in ROOT.glob(pattern)))


def _train(settings: Settings) -> None:
    if rasa_model_is_current(settings):
        return
    model = rasa_model(settings)
    print("Training Rasa on the dialogue acts (about half a minute)…", flush=True)
    model.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, **RASA_ENVIRONMENT, "RASA_CACHE_DIRECTORY": str(model.parent / "cache")}
    with (model.parent / "train.log").open("w") as log:
        trained = subprocess.run(
            [
                str(RASA), "train", "--data", "bot/dialogue",
                "--out", str(model.parent), "--fixed-model-name", model.name.removesuffix(".tar.gz"),
            ],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    if trained.returncode:
        raise HoliError(f"Rasa couldn't be trained; {settings.home / 'rasa-train.log'} says why.")
    _stamp(settings).write_text(_rasa_inputs())


def make_release(settings: Settings) -> None:
    from knowledge.encoder import load_encoder
    from knowledge.publishing import Publisher

    publisher = Publisher.at(settings.home)
    releases = publisher.releases
    publisher.settle()
    encoder = load_encoder(settings.models, settings.model)
    # Once people publish, the library is what they published last; a new version of Holi only builds it anew.
    source = releases.current().folder / "library" if publisher.owned else settings.library
    digest = releases.digest_of(source, encoder)
    if releases.has(digest) and releases.current_or_none() == digest:
        return
    print("Building the library into a release…", flush=True)

    def progress(done: int, total: int) -> None:
        print(f"\r  {done} of {total} texts encoded", end="", flush=True)

    release = releases.build(source, encoder, progress)
    releases.publish(release.digest)
    publisher.audit.append("set-up", "built and published", release=release.digest)
    print(f"\n  Release {release.digest} is current.", flush=True)


def migrate(settings: Settings) -> None:
    settings.home.mkdir(parents=True, exist_ok=True)
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.web.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def main() -> None:
    try:
        prepare(load_settings())
    except HoliError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
