"""A member of staff in a real browser: asks, reads, follows, switches language, comes back."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Holi
from tests.e2e.intranet import Intranet

ENGLISH = "Who has to approve a new Facebook page for my service?"
WELSH = "Ga i bostio ar fy nghyfrif personol yn ystod oriau gwaith?"


def ask(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)
    page.locator("textarea").press("Enter")
    expect(page.locator(".me").last).to_contain_text(text)
    expect(page.get_by_role("status").first).to_have_text("")


def violations(page: Page) -> list[str]:
    options = {
        "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    }
    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def test_a_welsh_question_is_answered_in_welsh_with_its_section(holi: Holi, page: Page) -> None:
    page.goto(holi.url)
    ask(page, WELSH)
    answer = page.locator(".holi").last
    expect(answer).to_have_attribute("lang", "cy")
    expect(answer).to_contain_text("Ffynhonnell")
    expect(answer).to_contain_text("Testun enghreifftiol")


def test_an_english_question_is_answered_and_its_citation_can_be_followed(holi: Holi, page: Page) -> None:
    page.goto(f"{holi.url}/?language=en")
    ask(page, ENGLISH)
    answer = page.locator(".holi").last
    expect(answer).to_have_attribute("lang", "en")
    expect(answer).to_contain_text("Both the Head of Service and the Communications Team")
    answer.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/library/social-media-policy\?language=en#3\.1$"))
    section = page.locator("[id='3.1']")
    expect(section).to_be_in_viewport()
    section.locator("summary").click()
    expect(section.locator("div[lang=cy]")).to_be_visible()


def test_what_the_policies_do_not_say_is_said_with_the_nearest_sections(holi: Holi, page: Page) -> None:
    page.goto(f"{holi.url}/?language=en")
    ask(page, "Will it rain in Llanelli tomorrow?")
    expect(page.locator(".holi").last).to_contain_text("don't answer")
    expect(page.locator(".holi").last.get_by_role("link")).to_have_count(3)
    expect(page.get_by_role("button", name="Yes")).to_have_count(0)


def test_the_toggle_switches_interface_and_conversation(holi: Holi, page: Page) -> None:
    page.goto(holi.url)
    expect(page.get_by_label("Eich cwestiwn")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.get_by_role("button", name="English")).to_have_attribute("aria-pressed", "true")
    ask(page, "Facebook")
    expect(page.locator(".holi").last).to_have_attribute("lang", "en")
    ask(page, "Pwy sy'n cael postio ar dudalen y gwasanaeth?")
    expect(page.get_by_label("Eich cwestiwn")).to_be_visible()


def test_the_conversation_is_there_after_reload_and_gone_after_clearing(holi: Holi, page: Page) -> None:
    page.goto(f"{holi.url}/?language=en")
    ask(page, ENGLISH)
    page.reload()
    expect(page.locator(".me")).to_contain_text(ENGLISH)
    expect(page.locator(".holi").last).to_contain_text("Head of Service")
    page.get_by_role("button", name="Clear conversation").click()
    expect(page.locator(".me")).to_have_count(0)
    page.reload()
    expect(page.locator(".me")).to_have_count(0)


def test_an_answer_can_be_judged(holi: Holi, page: Page) -> None:
    page.goto(f"{holi.url}/?language=en")
    with page.expect_response("**/api/chat") as answered:
        ask(page, ENGLISH)
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.locator(".holi").last).to_contain_text("has been kept")
    assert holi.logged(answered.value.json()["question_id"])["helpful"] == 1


def test_markup_in_a_question_is_shown_as_text(holi: Holi, page: Page) -> None:
    page.goto(f"{holi.url}/?language=en")
    ask(page, "<img src=x onerror=alert(1)> who approves a page?")
    expect(page.locator(".log img")).to_have_count(0)


def test_the_whole_widget_works_by_keyboard(holi: Holi, page: Page) -> None:
    page.goto(f"{holi.url}/?language=en")
    page.locator("textarea").focus()
    page.keyboard.type(ENGLISH)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".holi").last).to_contain_text("Source")


def test_no_request_leaves_for_another_host(holi: Holi, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(holi.url)
    ask(page, WELSH)
    assert {url for url in asked if not url.startswith((holi.url, "data:"))} == set()


@pytest.mark.parametrize("language", ["cy", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_there_is_no_accessibility_violation(holi: Holi, page: Page, language: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(f"{holi.url}/?language={language}")
    ask(page, ENGLISH if language == "en" else WELSH)
    ask(page, "Will it snow?" if language == "en" else "A fydd hi'n bwrw eira?")
    assert violations(page) == []
    for path in ("/library/", "/library/social-media-policy", "/library/complaints-and-abuse"):
        page.goto(f"{holi.url}{path}?language={language}")
        assert violations(page) == []


@pytest.mark.parametrize("width", [320, 550])
def test_narrow_pages_and_200_percent_zoom_do_not_scroll_sideways(holi: Holi, page: Page, width: int) -> None:
    """1,100 pixels at 200 % are 550."""
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/library/complaints-and-abuse"):
        page.goto(holi.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_widget_and_a_framed_policy_work_under_the_strictest_policy_of_a_listed_site(
    holi: Holi, intranet: Intranet, page: Page
) -> None:
    intranet.policy = f"default-src 'none'; script-src {holi.url}; connect-src {holi.url}; frame-src {holi.url}"
    intranet.page = (
        f'<!doctype html><script src="{holi.url}/embed.js" defer></script>'
        f'<holi-chat lang="en"></holi-chat><iframe src="{holi.url}/library/?language=en"></iframe>'
    )
    page.goto(intranet.url)
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text("The policies")
    ask(page, ENGLISH)
    expect(page.locator(".holi").last).to_contain_text("Head of Service")
    assert page.locator(".hidden").first.evaluate("one => getComputedStyle(one).position") == "absolute"


def test_what_could_not_be_asked_stays_in_the_field(holi: Holi, page: Page) -> None:
    page.goto(f"{holi.url}/?language=cy")
    refused = {"error": {"code": "too_often", "message": {"cy": "Arhoswch ychydig.", "en": "Please wait a little."}}}
    page.route("**/api/chat", lambda route: route.fulfill(status=429, json=refused))
    ask(page, WELSH)
    expect(page.locator(".holi").last).to_contain_text("Arhoswch ychydig.")
    expect(page.locator("textarea")).to_have_value(WELSH)
    page.unroute("**/api/chat")
    page.locator("textarea").press("Enter")
    expect(page.locator(".holi").last).to_contain_text("Ffynhonnell")
    expect(page.locator("textarea")).to_have_value("")
