from datetime import date
from pathlib import Path

import pytest

from knowledge.encoder import Encoder
from knowledge.errors import LibraryError
from knowledge.library import read_library
from knowledge.models import Anchor, Language
from knowledge.redirects import Redirect, check_redirects, parse_redirects, write_redirects
from knowledge.releases import Release, Releases

GONE = Anchor("cars", "7")
NOTE = {Language.CY: "Gofynnwch i'r ganolfan.", Language.EN: "Ask the centre."}


def test_what_is_written_is_read_again() -> None:
    both = {
        GONE: Redirect(GONE, date(2026, 3, 2), Anchor("cars", "1.1"), {}),
        Anchor("cars", "8"): Redirect(Anchor("cars", "8"), date(2026, 3, 2), None, NOTE),
    }
    assert parse_redirects(write_redirects(both)) == both


@pytest.mark.parametrize(
    "text",
    ["[{section: cars#7, removed: 2026-03-02}]", "[{section: cars, removed: 2026-03-02, to: cars#1}]",
     "[{section: cars#7, removed: soon, to: cars#1}]", "{a: 1}", "]["],
)  # fmt: skip
def test_what_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(LibraryError, match=r"^redirects\.yml"):
        parse_redirects(text)


def test_a_redirect_leads_to_a_section_of_which_something_is_known(cars: Path) -> None:
    library = read_library(cars)
    nowhere = Redirect(GONE, date(2026, 3, 2), Anchor("cars", "9"), {})
    with pytest.raises(LibraryError, match="cars#7 went to cars#9"):
        check_redirects({GONE: nowhere}, library)
    further = Redirect(Anchor("cars", "9"), date(2026, 3, 3), Anchor("cars", "2"), {})
    check_redirects({GONE: nowhere, further.section: further}, library)


def test_a_release_keeps_its_redirects(cars: Path, car_release: Release, releases: Releases, encoder: Encoder) -> None:
    redirect = Redirect(GONE, date(2026, 3, 2), None, NOTE)
    (cars / "redirects.yml").write_text(write_redirects({GONE: redirect}), encoding="utf-8")
    later = releases.build(cars, encoder)
    assert later.digest != car_release.digest
    assert later.redirects == {GONE: redirect}
    assert car_release.redirects == {}
