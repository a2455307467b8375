"""`make train`: from the pairs and the training questions to everything in `knowledge/weights`.

What is trained lies in a folder of its own until all of it is there, and a run that was stopped goes on from what it
finds there. With --sample, a few hundred of each, never written to the weights: it proves the pipeline.
"""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np
import torch
import typer
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from torch import nn

from knowledge import confidence, weights
from knowledge.ablation import see
from knowledge.answering import Assistant
from knowledge.encoder import PairedEncoder, load_model
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
from knowledge.training.distil import distil, distil_pieces, read_all, teach_linear_layer
from knowledge.training.late import Side, linear, projection_onto
from knowledge.training.pairs import Pair, balanced, read_pairs, split
from knowledge.training.tuning import Labelled, Reader, tune

PAIRS = ROOT.parent / "shared" / "data" / "welsh-english" / "train.jsonl.gz"
LIBRARIES = asking.DATA / "libraries"
DISTILLED = 45_000  # pairs
LINEAR = 6_000  # of them, for the linear layer
MORE_PAIRS, MOST = 25_000, 4_000  # other pairs, for the word pieces; of them at most this many a repository
TOKEN_WIDTH = 256
EPOCHS = {Language.CY: 4, Language.EN: 3}
LINES = (0.65, 0.55, 0.8)  # answer; offer a choice; answer though another service is named


def learn_lexicon(pairs: list[Pair], asked: list[asking.Asked], target: Path) -> None:
    found = lexicon.learn([*pairs, *asking.parallel(asked)])
    rows = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("},", "},\n")
    target.write_text(rows, encoding="utf-8")


def teach(settings: Settings, pairs: list[Pair], checkpoint: Path) -> SentenceTransformer:
    """The student, distilled to write the teacher's vectors."""
    kept = checkpoint.with_suffix(".npy")
    if kept.exists():
        targets = np.load(kept)
    else:
        _, targets = read_all(load_model(settings.models / "mpnet"), [pair.english for pair in pairs])
        np.save(kept, targets)
    student = student_from(settings.models / "e5", TEACHER_WIDTH)
    if not checkpoint.exists():
        teach_linear_layer(student, pairs[:LINEAR], targets[:LINEAR])
    distil(student, pairs, targets, checkpoint)
    return student


def tune_english(settings: Settings, asked: list[asking.Asked], folder: Path, epochs: int) -> nn.Linear:
    """Adapters of the teacher, for English questions and for Welsh ones put into English by the lexicon, and the
    projection of its word pieces, which is returned."""
    head = folder / weights.TOKENS[Language.EN].name
    if head.exists():
        return linear(load_file(head)["projection"].float())
    teacher = load_model(settings.models / "mpnet")
    pieces, wholes = read_all(teacher, [one.view(Language.EN) for one in asked])
    width = pieces[0].shape[1]
    reader = Reader(teacher, projection_onto(pieces, TOKEN_WIDTH), linear(torch.zeros(1, width)))
    tune(reader, _labelled(Language.EN, asked), [Side.of(pieces, reader.projection)], [wholes], epochs=epochs)
    save_reader(reader, Language.EN, folder)
    return reader.projection


def teach_pieces(
    settings: Settings,
    student: SentenceTransformer,
    english: nn.Linear,
    pairs: list[Pair],
    folder: Path,
) -> Reader:
    """The student's word pieces, distilled to meet the teacher's; the student is written to `folder`."""
    # The student's linear layer leads to the teacher's space, and so, one by one, do its word pieces through it.
    dense: Any = student[2].linear
    projection = linear(english.weight.detach() @ dense.weight.detach())
    reader = Reader(student, projection, linear(torch.zeros(1, dense.weight.shape[1])))
    done, head = folder / weights.STUDENT.name, folder / "pieces.safetensors"
    if not head.exists():
        _distil_pieces(settings, reader, english, pairs)
        weights.save_student(student, done)
        save_file({"projection": projection.weight.detach(), "weight": reader.weight.weight.detach()}, head)
    weights.load_student(student, done)  # as it will be used: in whole numbers
    kept = load_file(head)
    projection.weight.data, reader.weight.weight.data = kept["projection"], kept["weight"]
    return reader


def _distil_pieces(settings: Settings, reader: Reader, english: nn.Linear, pairs: list[Pair]) -> None:
    pieces, targets = read_all(load_model(settings.models / "mpnet"), [pair.english for pair in pairs])
    with torch.inference_mode():
        projected = [nn.functional.normalize(english(one.float()), dim=1).bfloat16() for one in pieces]
    distil_pieces(reader.model, reader.projection, reader.weight, pairs, targets, projected)


def tune_welsh(
    settings: Settings, reader: Reader, english: nn.Linear, asked: list[asking.Asked], folder: Path, epochs: int
) -> None:
    """Adapters of the student, for Welsh questions, against passages in both languages."""
    reader.projection.requires_grad_(False)
    english.requires_grad_(False)
    sides, wholes = [], []
    for language, model, projection in (
        (Language.CY, reader.model, reader.projection),
        (Language.EN, load_model(settings.models / "mpnet"), english),
    ):
        pieces, vectors = read_all(model, [one.view(language) for one in asked])
        sides.append(Side.of(pieces, projection))
        wholes.append(vectors)
    tune(reader, _labelled(Language.CY, asked), sides, wholes, epochs=epochs)
    save_reader(reader, Language.CY, folder)


def save_reader(reader: Reader, language: Language, folder: Path) -> None:
    save_file(adapters(reader.model), folder / weights.QUESTIONS[language].name)
    head = {"projection": reader.projection.weight, "weight": reader.weight.weight[0]}
    save_file(
        {name: tensor.detach().half().contiguous() for name, tensor in head.items()},
        folder / weights.TOKENS[language].name,
    )


def _labelled(language: Language, asked: list[asking.Asked]) -> list[Labelled]:
    return [Labelled(text, row) for row, one in enumerate(asked) for text in _read_by(language, one)]


def _read_by(language: Language, one: asking.Asked) -> list[str]:
    """Its own language's questions, and the other's as the lexicon puts them into it."""
    bridged = [gloss(text, language.twin) for text in one.questions[language.twin]]
    return [*one.questions[language], *filter(None, bridged)]


def fit(settings: Settings, held_out: list[asking.Asked]) -> None:
    """Fusion and confidence, on held-out passages, the visible `dev` questions and those of other libraries."""
    encoder = PairedEncoder(settings.models)
    with TemporaryDirectory() as scratch:
        questions = asking.write_library(held_out, Path(scratch) / "library")
        other = Assistant(Releases(Path(scratch)).build(Path(scratch) / "library", encoder), encoder)
        own = Assistant(Releases(settings.home).build(settings.library, encoder), encoder)
        visible = read_questions(sorted((ROOT / "tests" / "questions").glob("*.dev.jsonl")))
        # These weigh more: they are asked of whole libraries, with all that those don't answer.
        held, whole = see(other, questions), see(own, visible)
        for folder in sorted(LIBRARIES.iterdir()):
            release = Releases(Path(scratch)).build(folder, encoder)
            whole += see(Assistant(release, encoder), read_questions(sorted(folder.glob("*.jsonl"))))
        seen = held + 2 * whole
        by_language = {language: [one for one in seen if one.query.language is language] for language in Language}
        fitting.write_fusion(
            {
                "first": {language: fitting.fit_first(ones) for language, ones in by_language.items()},
                "all": {language: fitting.fit_all(ones) for language, ones in by_language.items()},
            }
        )
        confidence.MODEL.write_text(fitting.fit_confidence(held, whole, list(LINES)) + "\n")


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
    folder.mkdir(parents=True, exist_ok=True)
    pairs, _ = split(read_pairs(PAIRS))
    asked, held_out = asking.split(asking.read_asked())
    asked = asked[: sample or None]
    # The questions' glosses come from the learned lexicon, so that one is put to use at once.
    learn_lexicon(pairs[: sample or None], asked, (folder if sample else weights.STUDENT.parent) / LEARNED.name)
    epochs = dict.fromkeys(Language, 1) if sample else EPOCHS
    english = tune_english(settings, asked, folder, epochs[Language.EN])
    chosen = balanced(pairs, most=sample or DISTILLED)
    student = teach(settings, chosen, folder / "distilling.pt")
    more = [pair for pair in balanced(pairs, most=len(pairs), a_repository=MOST) if pair not in set(chosen)]
    more = [*more[: sample or MORE_PAIRS], *asking.parallel(asked)]
    reader = teach_pieces(settings, student, english, more, folder)
    tune_welsh(settings, reader, english, asked, folder, epochs[Language.CY])
    if sample:
        typer.echo(f"Trained on a sample: {folder}")
        return
    made = [weights.STUDENT, *weights.QUESTIONS.values(), *weights.TOKENS.values()]
    for file in made:
        shutil.copy(folder / file.name, file)
    fit(settings, held_out)
    shutil.rmtree(folder)
    typer.echo(f"Trained: {weights.STUDENT.parent}")


if __name__ == "__main__":
    typer.run(train)
