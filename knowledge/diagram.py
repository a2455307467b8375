"""The reliability diagram that the lines between answering, offering and declining are drawn from."""

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from sklearn.calibration import calibration_curve

from knowledge import confidence
from knowledge.evaluation import Result
from knowledge.models import Language

BINS = 8
AREAS = ("declined", "offered", "answered")


def draw(results: list[Result], file: Path) -> None:
    """Confidence against how often the first section was right, and how many questions were how sure."""
    figure = Figure(figsize=(7, 7), layout="constrained")
    curve, counts = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    curve.plot([0, 1], [0, 1], ":", color="grey")
    for language in Language:
        of = [result for result in results if result.question.language is language]
        sure = np.array([result.answer.confidence for result in of])
        right = np.array([result.rank == 1 for result in of])
        if len(of):
            share, said = calibration_curve(right, sure, n_bins=BINS, strategy="quantile")
            curve.plot(said, share, "o-", label=language)
            counts.hist(sure, bins=20, range=(0, 1), alpha=0.5, label=language)
    answer, choice, _ = confidence.lines()
    for area, left, right_end in zip(AREAS, (0, min(choice, answer), answer), (choice, answer, 1), strict=True):
        curve.axvspan(left, right_end, alpha=0.08, color="green" if area == "answered" else "red")
        if right_end > left:
            curve.text((left + right_end) / 2, 1.02, area, ha="center")
    curve.set(ylabel="the first section is right", ylim=(0, 1.08), xlim=(0, 1))
    counts.set(xlabel="confidence", ylabel="questions")
    curve.legend()
    figure.savefig(file, dpi=110)
