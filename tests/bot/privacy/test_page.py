"""The page for staff says what the settings say, in both languages."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "language", "words"),
    [("/privacy", "cy", "ei gadw"), ("/privacy?language=en", "en", "What Holi keeps")],
)
def test_anybody_can_read_it_welsh_first(
    client: Client,
    settings,
    address: str,
    language: str,
    words: str,  # type: ignore[no-untyped-def]
) -> None:
    settings.HOLI_RETENTION_MONTHS = 17
    page = client.get(address)
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}">' in text
    assert words in text
    assert " 17." in text
