"""`make screenshots`: the README's pictures, from the product as it runs."""

import shutil

from playwright.sync_api import expect, sync_playwright

from knowledge.settings import ROOT, load_settings
from tests.e2e.conftest import start, stop

FOLDER = ROOT / "docs" / "screenshots"
ASKED = {
    "approval": ("en", "Who has to approve a new Facebook page for my service?"),
    "personal": ("cy", "Ga i bostio ar fy nghyfrif personol yn ystod oriau gwaith?"),
    "weather": ("en", "What will the weather be like tomorrow?"),
    "leave": ("cy", "Faint o wyliau blynyddol ydw i'n eu cael?"),
}
WIDTHS = {"wide": 1000, "narrow": 360}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    holi = start(load_settings().home)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for name, (language, question) in ASKED.items():
                for width, pixels in WIDTHS.items():
                    page = browser.new_page(viewport={"width": pixels, "height": 1000})
                    page.goto(f"{holi.url}/?language={language}")
                    page.locator("textarea").fill(question)
                    page.locator("textarea").press("Enter")
                    expect(page.locator(".holi")).to_have_count(2, timeout=15_000)
                    page.screenshot(path=FOLDER / f"{name}-{language}-{width}.png")
                    page.close()
            browser.close()
    finally:
        stop(holi)


if __name__ == "__main__":
    main()
