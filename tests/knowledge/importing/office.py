"""LibreOffice, as the one that says how a file prints."""

import subprocess
from pathlib import Path

import pypdfium2


def convert(files: list[Path], to: str, profile: Path) -> list[Path]:
    """Each file beside itself in another format; `profile` keeps runs side by side apart."""
    folder = files[0].parent
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", to]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, files)], check=True, capture_output=True, timeout=240
    )  # fmt: skip
    made = [folder / f"{file.stem}.{to.split(':')[0]}" for file in files]
    assert all(file.exists() for file in made)
    return made


def printed_lines(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return [" ".join(line.split()) for line in text.replace("\r", "\n").split("\n")]


def printed_before(lines: list[str], words: str) -> str:
    """What is printed on the line before these words: a heading's number, an item's label."""
    found = [line for line in lines if line.endswith(words)]
    assert found, f"{words!r} isn't printed"
    return found[-1].removesuffix(words).strip()  # the first may be that of the contents
