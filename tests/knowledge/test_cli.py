import json
from pathlib import Path

from tests.knowledge.conftest import RunHoli


def test_build_ask_and_list_releases(cars: Path, run_holi: RunHoli) -> None:
    assert "1 documents, 3 sections, current" in run_holi("build", "--library", cars).stdout
    answer = json.loads(run_holi("ask", "How much does a parking permit cost?", "--json").stdout)
    assert answer["considered"][0]["anchor"] == ["cars", "1.1"]
    assert run_holi("releases").stdout.startswith("* ")


def test_without_a_release_the_next_step_is_named(run_holi: RunHoli) -> None:
    assert "Run 'holi build'" in run_holi("ask", "Who?", ok=False).stderr
    assert "Run 'holi build'" in run_holi("releases").stdout


def test_check_names_file_line_and_remedy(cars: Path, run_holi: RunHoli) -> None:
    assert "can be built" in run_holi("check", "--library", cars).stdout
    file = cars / "cars.cy.md"
    file.write_text(file.read_text().replace("### 1.2", "### 1.1"))
    assert (
        "cars.cy.md:18: the number 1.1 is already that of line 14. Renumber one."
        in run_holi("check", "--library", cars, ok=False).stdout
    )


def test_a_question_set_that_cannot_be_read_is_named(cars: Path, run_holi: RunHoli, tmp_path: Path) -> None:
    file = tmp_path / "broken.jsonl"
    file.write_text('{"id": 1}\n')
    done = run_holi("evaluate", "--library", cars, "--questions", file, "--json", ok=False)
    assert "broken.jsonl:1:" in done.stderr
    assert done.stdout == ""
