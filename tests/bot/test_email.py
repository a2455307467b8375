import pytest

from bot.web.email import email_backend
from knowledge.errors import SettingsError


def test_without_a_server_messages_are_printed() -> None:
    assert email_backend("", "")["EMAIL_BACKEND"].endswith("console.EmailBackend")


def test_a_folder_takes_them_instead() -> None:
    found = email_backend("smtp://mail.example", "/var/mail")
    assert found["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert found["EMAIL_FILE_PATH"] == "/var/mail"


def test_a_server_is_read_from_its_address() -> None:
    found = email_backend("smtp://mair%40work:p%2Fw@mail.example:587?tls=yes", "")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 587)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("mair@work", "p/w")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)
    assert email_backend("smtps://mail.example", "")["EMAIL_PORT"] == 465


@pytest.mark.parametrize(
    "wrong", ["mail.example", "http://mail.example", "smtp://", "smtp://a:b@c:port", "smtp://a?ssl=yes"]
)
def test_another_form_is_refused_in_a_sentence(wrong: str) -> None:
    with pytest.raises(SettingsError, match="HOLI_SMTP_URL isn't like"):
        email_backend(wrong, "")
