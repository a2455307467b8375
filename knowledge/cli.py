"""The `holi` command."""

import json
import sys
from dataclasses import asdict
from datetime import date
from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

from knowledge.errors import HoliError
from knowledge.library import inspect_library
from knowledge.models import Language
from knowledge.release_commands import app as release_commands
from knowledge.release_commands import progress_bar, publisher
from knowledge.settings import load_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(release_commands)
LibraryOption = Annotated[
    Path | None, typer.Option("--library", help="A library folder; the configured one if absent.")
]


@app.command()
def build(library: LibraryOption = None, publish: bool = True) -> None:
    """Build the library into a release and make it the current one."""
    from knowledge.encoder import load_encoder
    from knowledge.releases import Releases

    settings = load_settings()
    releases = Releases(settings.home)
    encoder = load_encoder(settings.models, settings.model)
    with progress_bar("Encoding") as progress:
        release = releases.build(library or settings.library, encoder, progress)
    if publish:
        releases.publish(release.digest)
        publisher().audit.append(getuser(), "built and published", release=release.digest)
    counts = f"{release.manifest.documents} documents, {release.manifest.sections} sections"
    typer.echo(f"Release {release.digest}: {counts}{', current' if publish else ''}.")


@app.command()
def ask(
    question: str,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    language: Language | None = None,
    previous: Annotated[str | None, typer.Option(help="The question asked just before.")] = None,
    library: LibraryOption = None,
) -> None:
    """Answer a question with the policy's own words."""
    answer = _assistant(library).answer(question, language, previous)
    if as_json:
        typer.echo(json.dumps(asdict(answer), ensure_ascii=False, indent=1, default=str))
        return
    for citation in answer.citations:
        typer.echo(citation.quote)
        typer.echo(f"\n— {citation.title}, {citation.anchor.number} {citation.section_title} ({citation.version})")
    if not answer.citations:
        typer.echo(f"{answer.outcome}:")
        for choice in answer.choices:
            typer.echo(f"  {choice.anchor.number} {choice.label}")


@app.command()
def evaluate(
    questions: Annotated[list[Path], typer.Option("--questions", help="Question sets, JSON Lines.")],
    more: Annotated[list[Path] | None, typer.Argument(help="Further question sets.", show_default=False)] = None,
    library: LibraryOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    details: Annotated[Path | None, typer.Option(help="Write one JSON object a question to this file.")] = None,
    diagram: Annotated[Path | None, typer.Option(help="Draw confidence against what was right, as PNG.")] = None,
    ablate: Annotated[bool, typer.Option("--ablate", help="Also print what each signal of search is worth.")] = False,
) -> None:
    """Ask a question set and print what was right."""
    from knowledge import ablation, evaluation
    from knowledge.questions import read_questions

    asked = read_questions([*questions, *(more or [])])
    assistant = _assistant(library)
    assistant.warm_up()  # the clock runs from the first question
    with progress_bar("Asking") as progress:
        results = []
        for result in evaluation.ask(assistant, asked):
            results.append(result)
            progress(len(results), len(asked))
    if details:
        rows = (json.dumps(evaluation.details(result), ensure_ascii=False) for result in results)
        details.write_text("\n".join(rows) + "\n", encoding="utf-8")
    if diagram:
        from knowledge.diagram import draw

        draw(results, diagram)
    report = evaluation.report(assistant, results)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
        return
    for name in report["en"]:
        typer.echo(f"{name:<18}{report['en'][name]:>8}{report['cy'][name]:>8}")
    typer.echo(f"{'milliseconds':<18}{report['milliseconds']['p50']:>8}{report['milliseconds']['p95']:>8} (p50, p95)")
    if ablate:
        typer.echo(f"\nRight first / in the first five\n{ablation.table(assistant, asked)}")


@app.command()
def check(library: LibraryOption = None) -> None:
    """Check a library: front matter, numbering, pairs of languages, review dates."""
    from knowledge.checking import check_library
    from knowledge.redirects import check_redirects, read_redirects
    from knowledge.register import check_register, read_register

    folder = library or load_settings().library
    library_read = inspect_library(folder)
    check_register(read_register(folder), library_read)
    check_redirects(read_redirects(folder), library_read)
    problems = check_library(library_read, date.today())
    for problem in problems:
        typer.echo(str(problem))
    if any(problem.fatal for problem in problems):
        raise typer.Exit(1)
    notes = f" {len(problems)} to look at." if problems else ""
    typer.echo(f"The library can be built.{notes}")


@app.command("import")
def import_file(
    file: Path,
    id: Annotated[str, typer.Option("--id", help="The document's id: lower case, digits, hyphens.")],
    language: Annotated[
        Language | None, typer.Option(help="Only this language; every one that it holds if absent.")
    ] = None,
    title: str | None = None,
    version: str | None = None,
    owner: str | None = None,
    into: Annotated[Path | None, typer.Option(help="A library folder; the configured one if absent.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the document where there is one.")] = False,
    report_in: Annotated[Language, typer.Option(help="The language of the report.")] = Language.EN,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, in both languages.")] = False,
) -> None:
    """Import a Word, PDF, HTML, Markdown or text file into a library, and report on it."""
    from knowledge.importing.command import run

    folder = into or load_settings().library
    fields = {"title": title, "version": version, "owner": owner}
    lines, sound = run(file, folder, id, language, fields, replace, report_in, as_json)
    typer.echo(lines, err=not (sound or as_json))
    if not sound:
        raise typer.Exit(1)


def _assistant(library: Path | None) -> "Assistant":  # type: ignore[name-defined] # noqa: F821
    from knowledge.answering import Assistant
    from knowledge.encoder import load_encoder
    from knowledge.releases import Releases

    settings = load_settings()
    encoder = load_encoder(settings.models, settings.model)
    releases = Releases(settings.home)
    if library is None:
        return Assistant(releases.current(), encoder)
    with progress_bar("Encoding") as progress:
        return Assistant(releases.build(library, encoder, progress), encoder)


def main() -> None:
    try:
        app()
    except HoliError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
