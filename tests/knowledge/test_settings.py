import pytest

from knowledge.errors import SettingsError
from knowledge.settings import KNOWN, ROOT, load_settings


def test_a_setting_that_is_not_known_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLI_LIBARY", "x")
    with pytest.raises(SettingsError, match="HOLI_LIBARY isn't known"):
        load_settings()


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [name for name in KNOWN if f"`{name}`" not in readme] == []
