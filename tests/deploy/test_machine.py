"""The systemd units and the nginx site, each by the program that reads it."""

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.commands import Part
from knowledge.settings import ROOT

UNITS = ROOT / "deploy" / "systemd"
NGINX = ROOT / "deploy" / "nginx"
LEAST = {"NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "User=holi"}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd isn't on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for file in UNITS.iterdir():
        # It looks for the programs too, which stand where Holi is installed.
        (tmp_path / file.name).write_text(file.read_text().replace("/opt/holi/.venv/bin/holi", "/bin/true"))
    said = subprocess.run(
        ["systemd-analyze", "verify", *tmp_path.iterdir()], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize("part", Part)
def test_every_process_has_a_unit_that_keeps_it_small_and_starts_it_again(part: Part) -> None:
    lines = set((UNITS / f"holi-{part}.service").read_text().splitlines())
    assert {*LEAST, "Restart=always", f"ExecStart=/opt/holi/.venv/bin/holi start {part}"} <= lines
    assert any(line.startswith("MemoryMax=") for line in lines)
    assert f"holi-{part}.service" in (UNITS / "holi.target").read_text()


def certificate(folder: Path) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "holi")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = builder.not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1)).sign(key, hashes.SHA256())
    (folder / "tls.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "tls.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))


@pytest.mark.parametrize(
    ("site", "web"),
    [("site.conf", "web.conf"), ("site.conf", "containers/web.conf"), ("containers/inside.conf", "web.conf")],
)
def test_nginx_understands_the_site(site: str, web: str, tmp_path: Path) -> None:
    certificate(tmp_path)
    (tmp_path / "web.conf").write_text((NGINX / web).read_text())
    text = (NGINX / site).read_text()
    for there, here in {"/etc/nginx/holi": tmp_path, "/etc/holi/tls": tmp_path, "/dev/stdout": "off;#"}.items():
        text = text.replace(there, str(here))
    (tmp_path / "site.conf").write_text(text)
    whole = (
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; include {tmp_path}/site.conf; }}"
    )
    (tmp_path / "nginx.conf").write_text(whole)
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
    assert nginx, "nginx isn't installed; 'make test' installs it."
    said = subprocess.run([nginx, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
