import pytest
from django.test import Client

from knowledge.library import read_library
from knowledge.models import Language
from tests.conftest import LIBRARY

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.mark.parametrize("language", list(Language))
def test_every_section_that_can_be_cited_has_its_place_on_the_page(client: Client, language: Language) -> None:
    library = read_library(LIBRARY)
    for id in library.ids:
        page = client.get(f"/library/{id}?language={language}").content.decode()
        assert f'<html lang="{language}">' in page
        for anchor in library.anchors:
            if anchor.document == id:
                assert f'<section id="{anchor.number}">' in page


def test_pages_are_welsh_unless_asked(client: Client) -> None:
    assert "Gofyn i" in client.get("/").content.decode()
    assert "Ask the policy" in client.get("/?language=en").content.decode()
    assert "Gofyn i" in client.get("/?language=fr").content.decode()


def test_an_unknown_document_is_a_page_that_says_so(client: Client) -> None:
    response = client.get("/library/nothing?language=en")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_a_page_says_that_its_text_is_illustrative(client: Client) -> None:
    assert "Testun enghreifftiol" in client.get("/library/social-media-policy").content.decode()


def test_the_widget_is_one_small_script_that_asks_nobody_else(client: Client) -> None:
    script = client.get("/embed.js").content
    assert len(script) < 15_000
    assert b"http://" not in script
    assert b"https://" not in script.replace(b'src="\xe2\x80\xa6/embed.js"', b"")


def test_health(client: Client) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
