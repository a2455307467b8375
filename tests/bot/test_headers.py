"""What browsers are told about each page."""

import re

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from bot.figures.charts import svg
from bot.figures.drawing import DRAWN, Chart, Series
from bot.web.headers import framable, policy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
INTRANET = "https://intranet.example"


def directives(response: HttpResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize(
    "path", ["/", "/library/", "/nothing", "/sign-in", "/editorial/", "/healthz", "/embed.js", "/static/web/pages.css"]
)
def test_every_response_has_the_policy_and_its_companions(client: Client, path: str) -> None:
    response = client.get(path)
    found = directives(response)
    assert found["default-src"] == "'none'"
    assert found["script-src"] == found["style-src"] == "'self'"
    assert found["base-uri"] == "'none'"
    assert found["form-action"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


def test_a_nonce_is_in_the_policy_where_a_page_uses_it(settings: Settings) -> None:
    from csp.middleware import CSPMiddleware

    def page(request: object) -> HttpResponse:
        return HttpResponse(
            engines["django"].from_string("<style nonce={{ request.csp_nonce }}></style>").render({}, request)
        )

    seen = set()
    for _ in range(2):
        response = CSPMiddleware(page)(RequestFactory().get("/"))
        nonce = re.search(r"nonce=([^>]+)>", response.content.decode())
        assert nonce
        assert f"'nonce-{nonce[1]}'" in directives(response)["style-src"]
        seen.add(nonce[1])
    assert len(seen) == 2


@pytest.mark.parametrize("path", ["/", "/library/", "/library/social-media-policy"])
def test_only_listed_sites_frame_what_may_be_framed(client: Client, settings: Settings, path: str) -> None:
    assert directives(client.get(path))["frame-ancestors"] == "'none'"
    assert client.get(path)["X-Frame-Options"] == "DENY"
    settings.HOLI_EMBED_ORIGINS = [INTRANET]
    assert directives(client.get(path))["frame-ancestors"] == f"'self' {INTRANET}"
    assert "X-Frame-Options" not in client.get(path)


@pytest.mark.parametrize("path", ["/sign-in", "/editorial/", "/review/", "/figures/", "/nothing"])
def test_nobody_frames_what_people_sign_in_to(client: Client, settings: Settings, path: str) -> None:
    settings.HOLI_EMBED_ORIGINS = [INTRANET]
    response = client.get(path)
    assert directives(response)["frame-ancestors"] == "'none'"
    assert response["X-Frame-Options"] == "DENY"


def test_what_may_be_framed_changes_nothing() -> None:
    @framable
    def view(request: object) -> HttpResponse:
        return HttpResponse()

    assert not hasattr(view(RequestFactory().get("/")), "_csp_replace")  # nobody is listed


@pytest.mark.parametrize("kind", DRAWN)
def test_charts_have_no_style_of_their_own_in_the_markup(kind: str) -> None:
    drawn = svg(Chart(kind, ("a", "b"), (Series("one", (1, 2)), Series("two", (3, 4))), "unit"), "A chart")
    assert "style" not in drawn
    assert 'fill="var(--chart-1)"' in drawn or 'stroke="var(--chart-1)"' in drawn


def test_a_form_may_end_at_the_identity_provider_and_nowhere_else() -> None:
    assert policy("")["DIRECTIVES"]["form-action"] == ["'self'"]
    found = policy("https://login.example/tenant/v2.0")["DIRECTIVES"]["form-action"]
    assert found == ["'self'", "https://login.example"]
