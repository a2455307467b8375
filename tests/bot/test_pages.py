import re

import pytest
from django.test import Client

from bot.chat.embed import SCRIPT
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
    assert b"https://" not in script


def test_serving_the_widget_small_leaves_its_texts_alone(client: Client) -> None:
    source = SCRIPT.read_text().partition("*/")[2]
    served = client.get("/embed.js").content.decode()
    assert [text for text in re.findall(r'"[^"\n]*"', source) if text not in served] == []
    assert re.search(r"\$\{[^}`]*`", source) is None, "a template inside a template"


def test_health(client: Client) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
