from pathlib import Path

import pytest

from knowledge.errors import SettingsError
from knowledge.settings import KNOWN, ROOT, environment, load_settings


def test_a_setting_that_is_not_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLI_LIBARY", "x")
    with pytest.raises(SettingsError, match="HOLI_LIBARY isn't known"):
        load_settings()


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [name for name in KNOWN if f"`{name}`" not in readme] == []


def test_secrets_may_be_files_and_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "HOLI_RASA_TOKEN").write_text("from-a-file\n")
    (tmp_path / "HOLI_SECRET_KEY").write_text("from-a-file\n")
    (tmp_path / "tls.key").write_text("not ours")
    monkeypatch.setenv("HOLI_SECRETS", str(tmp_path))
    monkeypatch.delenv("HOLI_RASA_TOKEN", raising=False)
    monkeypatch.setenv("HOLI_SECRET_KEY", "from-the-environment")
    found = environment()
    assert (found["HOLI_RASA_TOKEN"], found["HOLI_SECRET_KEY"]) == ("from-a-file", "from-the-environment")
    assert "tls.key" not in found


def test_a_file_that_is_no_setting_is_refused_as_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "HOLI_SECRET").write_text("x")
    monkeypatch.setenv("HOLI_SECRETS", str(tmp_path))
    with pytest.raises(SettingsError, match="HOLI_SECRET isn't known"):
        environment()


def test_a_folder_of_secrets_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOLI_SECRETS", str(tmp_path / "none"))
    with pytest.raises(SettingsError, match="which isn't a folder"):
        environment()
