"""What holds for each address of the site, whoever adds one."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from bot.accounts.models import person_with
from bot.accounts.permissions import GROUPS
from knowledge.audit import Audit
from tests.bot.every_url import every_address

pytestmark = pytest.mark.django_db

# They take JSON only, look at the origin, and no cookie gives anybody a right there; Teams and the identity provider
# bring a signed token.
WITHOUT_COOKIES = {"chat", "history", "feedback", "contact", "teams-messages", "back-channel"}
ADDRESSES = list(every_address())
TRACES = re.compile(r"Traceback \(most recent|File \"/|django\.[a-z]+\.|site-packages|OperationalError")
BANNERS = re.compile(r"uvicorn|django|python|gunicorn|whitenoise|rasa|sanic", re.IGNORECASE)


def administrator() -> User:
    for role in GROUPS:
        person = person_with("mair", role)
    return person


def everything(client: Client) -> Client:
    client.force_login(administrator())
    return client


def test_there_are_addresses_to_look_at() -> None:
    assert len(ADDRESSES) > 35
    assert not [each for each in ADDRESSES if "<" in each.path or "(" in each.path]


@pytest.mark.usefixtures("published")
def test_nothing_changes_without_a_token_against_forgery() -> None:
    client = everything(Client(enforce_csrf_checks=True))
    for address in ADDRESSES:
        status = client.post(address.path, {"a": "b"}).status_code
        exempt = getattr(address.view, "csrf_exempt", False)
        if address.name in WITHOUT_COOKIES:
            assert status in {400, 404, 405, 415}, address  # a form of another site never gets further
        else:
            assert status in {403, 404, 405}, f"{address} takes a POST without a CSRF token"
            assert not exempt, address


def test_nothing_changes_by_following_a_link(published: Path) -> None:
    """Whatever is there for a POST isn't done by a GET: such views answer 405, or only show."""
    client = everything(Client())

    def kept() -> tuple[int, ...]:
        return (*(model.objects.count() for model in apps.get_models()), len(Audit(published).entries()))

    for address in ADDRESSES:
        before = kept()
        assert client.get(address.path).status_code != 500, address
        assert kept() == before, address


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("person", ["nobody", "administrator"])
def test_no_answer_tells_more_than_it_should(person: str) -> None:
    for address in ADDRESSES:
        client = Client(raise_request_exception=False)
        if person != "nobody":
            client.force_login(administrator())
        for response in (client.get(address.path), client.post(address.path, {"a": "\x00" * 10})):
            passive(response)


def passive(response: HttpResponse) -> None:
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    assert response.status_code != 500, response.request  # type: ignore[attr-defined]
    assert not TRACES.search(body.decode(errors="replace"))
    assert not {"Server", "X-Powered-By", "Via", "X-AspNet-Version"} & {*response.headers}
    assert not BANNERS.search(str(response.headers))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Content-Security-Policy"]
    assert response["Permissions-Policy"]
    for cookie in response.cookies.values():
        if cookie.value:  # one that is taken away needs no protection
            assert cookie["httponly"]
            assert cookie["samesite"] == "Lax"


def test_a_body_that_is_too_large_is_refused_in_a_sentence() -> None:
    client = everything(Client())
    for address in ADDRESSES:
        response = client.generic("POST", address.path, b"", CONTENT_LENGTH=str(53 * 1024 * 1024))
        assert response.status_code == 413, address
        if address.path.startswith("/api/"):
            message = response.json()["error"]["message"]
            assert message["cy"].startswith("Mae'r cais yn rhy fawr")
            assert message["en"].startswith("The request is too large")
        else:
            assert "Mae hyn yn rhy fawr" in response.content.decode()


def test_a_form_that_is_too_large_is_refused_in_a_sentence(signed_in) -> None:  # type: ignore[no-untyped-def]
    response = signed_in("editor").post("/editorial/drafts/new?language=en", {"title": "x" * 70_000})
    assert response.status_code == 413
    assert "This is too large" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/static/", "/static/web/", "/static/../settings.py", "/static/%2e%2e/settings.py", "/.env"]
)
def test_no_folder_is_listed_and_nothing_outside_is_served(path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(("language", "words"), [("cy", "Nid oes"), ("en", "There is nothing at this address")])
def test_what_goes_wrong_is_said_in_both_languages(language: str, words: str) -> None:
    assert words in Client().get(f"/nothing?language={language}").content.decode()
    refused = Client(enforce_csrf_checks=True).post(f"/sign-out?language={language}")
    assert refused.status_code == 403
    assert f'<html lang="{language}">' in refused.content.decode()


def test_an_error_of_ours_is_a_page_without_its_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("the zebra's password")

    monkeypatch.setattr("bot.web.pages.current_library", broken)
    response = Client(raise_request_exception=False).get("/library/?language=en")
    assert response.status_code == 500
    assert "zebra" not in response.content.decode()
    assert response["Content-Security-Policy"]


def test_a_body_of_no_declared_length_is_cut_off() -> None:
    import asyncio

    from django.core.handlers.asgi import ASGIHandler

    from bot.web.bodies import within_limits

    application = within_limits(ASGIHandler())

    sent: list[dict[str, object]] = []
    taken = 0

    async def receive() -> dict[str, object]:
        nonlocal taken
        taken += 1
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"x" * 65536, "more_body": taken < 1000}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/api/chat", "query_string": b"", "scheme": "http",
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")], "http_version": "1.1",
        "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8000), "root_path": "", "asgi": {"version": "3.0"},
    }  # fmt: skip
    asyncio.run(application(scope, receive, send))
    assert sent[0]["status"] == 413


def test_only_what_is_sanitised_is_marked_as_safe() -> None:
    places = {
        str(file): found
        for file in [*Path("bot").rglob("*.py"), *Path("bot").rglob("*.html")]
        if (found := re.findall(r"mark_safe\(.*|\|\s*safe\b|format_html\(|autoescape off", file.read_text()))
    }
    assert places == {
        "bot/web/rendering.py": ["mark_safe(nh3.clean(parser().render(markdown)))  # noqa: S308 - sanitised"],
        "bot/figures/templates/figures/report.html": ["|safe"],  # the chart, which lxml writes
        "bot/figures/templates/figures/figures.html": ["|safe"],
    }


HOSTILE = """<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1))
<a href="data:text/html,x">b</a>
<iframe src="https://x.example"></iframe> <svg onload=alert(1)> <style>*{display:none}</style>
<p style="x" onclick="x">c
![d](javascript:alert(1)) <form action="https://x.example"><input name=a></form>
<meta http-equiv=refresh> [e](<vbscript:x>)
"""


def test_hostile_markdown_is_shown_without_what_is_hostile() -> None:
    from bot.web.rendering import rendered

    shown = rendered(HOSTILE)
    live = re.findall(r"<\s*([a-z0-9]+)([^>]*)>", shown)
    assert {name for name, _ in live} <= {"p", "a", "em", "strong", "br", "img"}
    attributes = " ".join(attribute for _, attribute in live).lower()
    for word in ("javascript:", "vbscript:", "data:", "onerror", "onclick", "style=", "onload"):
        assert word not in attributes


def test_a_label_of_a_chart_is_only_a_label() -> None:
    from bot.figures.charts import svg
    from bot.figures.drawing import Chart, Series

    drawn = svg(Chart("rows", ("<script>alert(1)</script>",), (Series("</svg><b>", (1,)),), "x"), '"><script>')
    assert "<script" not in drawn
    assert "<b>" not in drawn
