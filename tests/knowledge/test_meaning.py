"""Questions that mean the same come together, whatever the language."""

import numpy as np

from knowledge import meaning
from knowledge.encoder import Encoder
from knowledge.meaning import SAME, group, meanings, nearest
from knowledge.models import Language
from tests.grouping.__main__ import measure

CY, EN = Language


def test_one_meaning_in_two_languages_is_nearer_than_another_in_one(encoder: Encoder) -> None:
    dog, ci, payslip = meanings(
        ["Can I bring my dog to work?", "Ga i ddod â'r ci i'r gwaith?", "Can I see my payslip at work?"],
        [EN, CY, EN],
        encoder,
    )
    assert dog @ ci > SAME > dog @ payslip
    assert np.allclose(np.linalg.norm([dog, ci, payslip], axis=1), 1, atol=1e-4)


def test_no_group_is_nearest_where_there_is_none() -> None:
    assert nearest(np.empty((0, 4), np.float32), np.ones(4, np.float32)) == (-1, 0.0)


def test_many_questions_are_grouped_as_few_are(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    vectors = np.eye(5, dtype=np.float32)[[0, 1, 0, 2, 1, 0]]
    few = group(vectors)
    monkeypatch.setattr(meaning, "AT_ONCE", 1)
    seen: list[tuple[int, int]] = []
    many = group(vectors, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (6, 6)
    for labels in (few, many):
        assert (labels[:, None] == labels[None]).tolist() == ((vectors @ vectors.T) == 1).tolist()


def test_the_labelled_questions_come_together_as_well_as_the_readme_says(encoder: Encoder) -> None:
    found = measure("test", encoder)
    for name in ("grouped anew", "grouped anew, Welsh with English"):
        assert found[name].precision >= 0.8
        assert found[name].recall >= 0.35
