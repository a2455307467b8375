"""The app package that a Microsoft 365 administrator uploads to Teams: manifest, icons, texts in both languages."""

import json
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typer
import yaml

from knowledge.errors import SettingsError
from knowledge.models import Language
from knowledge.settings import ROOT

app = typer.Typer()

FOLDER = ROOT / "bot" / "teams" / "packaged"
SCHEMA = "https://developer.microsoft.com/json-schemas/teams/v{version}/MicrosoftTeams{part}.schema.json"
MANIFEST_VERSION = "1.30"
FIRST = Language.CY  # what is shown where a person's Teams is in neither language
SCOPES = ["personal", "team", "groupChat"]
ICONS = ("color.png", "outline.png")
NEVER = (1980, 1, 1, 0, 0, 0)  # the same package has the same bytes whenever it is made


@app.command()
def teams_package(
    url: Annotated[str, typer.Option(help="Where people reach Holi: https://…")],
    app_id: Annotated[str, typer.Option("--app-id", help="The bot's application id in Microsoft Entra.")],
    organisation: Annotated[str, typer.Option(help="Who provides Holi, as Teams shows it.")] = "Holi",
    privacy: Annotated[str, typer.Option(help="The page on privacy, if it isn't Holi's own.")] = "",
    terms: Annotated[str, typer.Option(help="The terms of use, if they aren't on Holi's first page.")] = "",
    version: Annotated[str, typer.Option(help="The package's version; raise it for every change.")] = "1.0.0",
    into: Annotated[Path, typer.Option(help="The file to write.")] = Path("holi-teams.zip"),
) -> None:
    """Make the app package for Microsoft Teams."""
    developer = {
        "name": organisation,
        "websiteUrl": _https("--url", url),
        "privacyUrl": _https("--privacy", privacy or f"{url.rstrip('/')}/privacy"),
        "termsOfUseUrl": _https("--terms", terms or url),
    }
    if not 1 <= len(organisation) <= 32:
        raise SettingsError(f"--organisation has {len(organisation)} characters; Teams takes 1 to 32. Shorten it.")
    files = package(_guid(app_id), developer, version)
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, NEVER), content, ZIP_DEFLATED)
    typer.echo(f"{into} is made. Upload it in the Teams admin center, under Teams apps, Manage apps.")


def package(app_id: str, developer: dict[str, str], version: str) -> dict[str, bytes]:
    """The package's files by name."""
    texts = yaml.safe_load((FOLDER / "texts.yml").read_text(encoding="utf-8"))
    files = {"manifest.json": manifest(app_id, developer, version, texts[FIRST])}
    files |= {f"{language}.json": localisation(texts[language]) for language in Language}
    written = {name: json.dumps(content, ensure_ascii=False, indent=2).encode() for name, content in files.items()}
    return written | {name: (FOLDER / name).read_bytes() for name in ICONS}


def manifest(app_id: str, developer: dict[str, str], version: str, texts: dict[str, Any]) -> dict[str, Any]:
    """No permission, no resource-specific consent, no sign-in: Holi reads what is said to it and nothing else."""
    return {
        "$schema": SCHEMA.format(version=MANIFEST_VERSION, part=""),
        "manifestVersion": MANIFEST_VERSION,
        "version": version,
        "id": app_id,
        "developer": developer,
        "localizationInfo": {
            "defaultLanguageTag": str(FIRST),
            "defaultLanguageFile": f"{FIRST}.json",
            "additionalLanguages": [
                {"languageTag": str(language), "file": f"{language}.json"}
                for language in Language
                if language is not FIRST
            ],
        },
        "name": {"short": "Holi", "full": texts["full"]},
        "description": {"short": texts["short_description"], "full": texts["description"]},
        "icons": {"color": ICONS[0], "outline": ICONS[1]},
        "accentColor": "#6B1F5C",
        "bots": [
            {
                "botId": app_id,
                "scopes": SCOPES,
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [{"scopes": SCOPES, "commands": texts["commands"]}],
            }
        ],
        "defaultInstallScope": "personal",
        "validDomains": [urlsplit(developer["websiteUrl"]).netloc],
    }


def localisation(texts: dict[str, Any]) -> dict[str, str]:
    place = "bots[0].commandLists[0].commands"
    return {
        "$schema": SCHEMA.format(version=MANIFEST_VERSION, part=".Localization"),
        "name.short": "Holi",
        "name.full": texts["full"],
        "description.short": texts["short_description"],
        "description.full": texts["description"],
        **{
            f"{place}[{number}].{part}": command[part]
            for number, command in enumerate(texts["commands"])
            for part in ("title", "description")
        },
    }


def _https(option: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname:
        raise SettingsError(f"{option} is '{value}'. It has to begin with https:// and name a host.")
    return value


def _guid(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        raise SettingsError(f"--app-id is '{value}', which isn't an id as Microsoft Entra shows it.") from None
