"""`make screenshots`: the README's pictures, from the product as it runs."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, expect, sync_playwright

from knowledge.settings import ROOT
from tests.e2e.conftest import Holi, furnish, sign_in, start, stop
from tests.e2e.test_editorial import BUILD_SECONDS

FOLDER = ROOT / "docs" / "screenshots"
ASKED = {
    "approval": ("en", "Who has to approve a new Facebook page for my service?"),
    "personal": ("cy", "Ga i bostio ar fy nghyfrif personol yn ystod oriau gwaith?"),
    "weather": ("en", "What will the weather be like tomorrow?"),
    "leave": ("cy", "Faint o wyliau blynyddol ydw i'n eu cael?"),
}
WIDTHS = {"wide": 1000, "narrow": 360}


def widget(holi: Holi, browser: Browser) -> None:
    for name, (language, question) in ASKED.items():
        for width, pixels in WIDTHS.items():
            page = browser.new_page(viewport={"width": pixels, "height": 1000})
            page.goto(f"{holi.url}/?language={language}")
            page.locator("textarea").fill(question)
            page.locator("textarea").press("Enter")
            expect(page.locator(".holi").nth(1)).to_be_visible(timeout=15_000)
            page.screenshot(path=FOLDER / f"{name}-{language}-{width}.png")
            page.close()


def editorial(holi: Holi, browser: Browser) -> None:
    """A draft with one rule changed, from the list of documents to its preview, in both languages."""
    page = browser.new_page(viewport={"width": 1100, "height": 800})
    page.set_default_timeout(BUILD_SECONDS * 1000)
    sign_in(holi, page, "publisher")
    page.get_by_label("What is the draft for?").fill("2027")
    page.get_by_role("button", name="Begin a draft").click()
    document = page.locator("details").filter(has=page.get_by_text("Polisi Cyfryngau Cymdeithasol", exact=True))
    document.locator("summary").click()
    document.get_by_role("link", name="3.4").click()
    for language, old, new in (("cy", "bob 2 flynedd", "bob blwyddyn"), ("en", "every 2 years", "every year")):
        field = page.locator(f"#id_text_{language}")
        field.fill(field.input_value().replace(old, new))
    page.get_by_role("button", name="Keep in the draft").click()
    page.get_by_role("button", name="Build the preview").click()
    page.get_by_role("link", name="See the preview").click()
    preview = page.url.split("?")[0]
    for language in ("cy", "en"):
        page.goto(f"{preview}?language={language}")
        page.screenshot(path=FOLDER / f"preview-{language}.png")
        page.goto(f"{holi.url}/editorial/?language={language}")
        page.screenshot(path=FOLDER / f"documents-{language}.png")
    page.close()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        holi = start(furnish(Path(folder)))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                widget(holi, browser)
                editorial(holi, browser)
                browser.close()
        finally:
            stop(holi)


if __name__ == "__main__":
    main()
