"""`holi import`, run in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

from knowledge.importing.reading import ROOT
from knowledge.library import inspect_library
from knowledge.models import Language
from tests.knowledge.importing.policies import write_policy


def holi(*arguments: object, ok: bool = True) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from knowledge.cli import main; main()", "import", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == ok, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_both_languages_are_imported_into_a_library(tmp_path: Path) -> None:
    library = tmp_path / "library"
    for language in Language:
        file = write_policy(tmp_path / f"{language}.docx", language)
        done = holi(file, "--language", language, "--id", "policy", "--owner", "Planning", "--into", library)
        assert done.stdout.startswith(str(library / f"policy.{language}.md"))
    read = inspect_library(library)
    assert read.problems == ()
    assert {document.owner for document in read.documents.values()} == {"Planning"}
    assert "no twin" not in done.stdout


def test_the_report_is_read_in_one_s_language(tmp_path: Path) -> None:
    file = write_policy(tmp_path / "p.docx", Language.CY)
    done = holi(file, "--id", "policy", "--into", tmp_path, "--report-in", "cy")
    assert "- Hepgorwyd y tabl cynnwys." in done.stdout
    assert "! Ni roddwyd perchennog" in done.stdout


def test_a_document_is_only_replaced_when_asked_and_keeps_its_owner(tmp_path: Path) -> None:
    file = write_policy(tmp_path / "p.docx", Language.EN)
    holi(file, "--id", "policy", "--into", tmp_path, "--owner", "Planning")
    refused = holi(file, "--id", "policy", "--into", tmp_path, ok=False)
    assert refused.stdout == ""
    assert "add --replace" in refused.stderr
    holi(file, "--id", "policy", "--into", tmp_path, "--version", "9", "--replace")
    document = inspect_library(tmp_path).document("policy", Language.EN)
    assert document
    assert (document.owner, document.version) == ("Planning", "9")


def test_json_carries_both_languages_and_refusals_too(tmp_path: Path) -> None:
    file = write_policy(tmp_path / "p.docx", Language.EN)
    report = json.loads(holi(file, "--id", "policy", "--into", tmp_path, "--json").stdout)
    assert report["written"] == [str(tmp_path / "policy.en.md")]
    assert {"cy", "en"} == set(report["report"][0]["message"])
    refused = json.loads(holi(file, "--id", "Policy!", "--into", tmp_path, "--json", ok=False).stdout)
    assert refused["error"]["kind"] == "bad_id"
    assert refused["error"]["message"]["cy"].startswith("Nid yw")
    assert "There is no file" in holi(tmp_path / "none.docx", "--id", "policy", "--into", tmp_path, ok=False).stderr
