"""What a condition costs: errors over those under the first one, and the labels that makes.

Conditions of a study have the same seeds, so their runs are paired.
"""

from typing import Any

import numpy as np
import pandas as pd

from unmixing.answers.estimand import ESTIMAND
from unmixing.answers.falling_curves import falling_fit, log_size_at
from unmixing.answers.measured_curves import Curves, MeasuredCurve
from unmixing.answers.paired_ratios import paired_ratio
from unmixing.answers.resampling import DRAWS, resample_means
from unmixing.evaluation.significance import INTERVAL

COLUMNS = [
    "scene",
    "condition",
    "model",
    "n_train_pixels",
    "metric",
    "first_condition",
    "n_pairs",
    "ratio",
    "ratio_low",
    "ratio_high",
    "same_error_at",
    "same_error_at_low",
    "same_error_at_high",
    "estimand",
]


def condition_effects(curves: Curves, metric: str, first: str, draws: int = DRAWS) -> pd.DataFrame:
    """Compare every condition with the first.

    Parameters
    ----------
    curves : of all scenes, conditions and models
    first : name of the condition to compare with

    Returns
    -------
    DataFrame
        A row a scene, other condition, model and size. `ratio`: geometric mean of the error over
        that under the first condition, on the `n_pairs` seeds that both completed, with the 95 %
        interval of the paired t. `same_error_at`: labelled pixels with which the first condition
        has the same error, by its isotonic means, with an interval over draws of seeds; sizes below
        the smallest are not told apart from it, and those beyond the largest are infinite.
    """
    rows = []
    for (scene, condition, model), curve in curves.items():
        reference = curves.get((scene, first, model))
        if condition == first or reference is None:
            continue
        axes = {"scene": scene, "condition": condition, "model": model, "metric": metric}
        facts = axes | {"first_condition": first, "estimand": ESTIMAND}
        rows += [facts | row for row in _compare(curve, reference, draws)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _compare(curve: MeasuredCurve, reference: MeasuredCurve, draws: int) -> list[dict[str, Any]]:
    """Compare a curve with that under the first condition, at the sizes that both have."""
    sizes, at, at_first = np.intersect1d(curve.sizes, reference.sizes, return_indices=True)
    labels = _labels_for_same_error(curve, reference, draws)
    return [
        {"n_train_pixels": int(size)}
        | paired_ratio(curve.log_errors[:, i] - reference.log_errors[:, j])
        | labels[i]
        for size, i, j in zip(sizes, at, at_first, strict=True)
    ]


def _labels_for_same_error(
    curve: MeasuredCurve, reference: MeasuredCurve, draws: int
) -> list[dict[str, float]]:
    """Return the labels that give the errors of a curve, size by size, under the first one."""
    if len(reference.sizes) < 2 or curve.has_zero_error or reference.has_zero_error:
        return [{} for _ in curve.sizes]
    point = _sizes_at(reference.sizes, reference.means[None], reference.counts, curve.means[None])[
        0
    ]
    rows = [{"same_error_at": float(size)} for size in point]
    if min(curve.n_seeds, reference.n_seeds) < 2:
        return rows
    of_curve, of_reference = (
        resample_means(one, draws, np.random.default_rng(0)) for one in (curve, reference)
    )
    drawn = _sizes_at(reference.sizes, of_reference, reference.counts, of_curve)
    low, high = np.quantile(drawn, INTERVAL, axis=0, method="nearest")
    return [
        row | {"same_error_at_low": float(least), "same_error_at_high": float(most)}
        for row, least, most in zip(rows, low, high, strict=True)
    ]


def _sizes_at(
    sizes: np.ndarray, means: np.ndarray, counts: np.ndarray, levels: np.ndarray
) -> np.ndarray:
    """Return sizes at which curves (draws, sizes) reach levels (draws, levels), or infinity."""
    falling = falling_fit(means, counts)
    reached = np.maximum(levels, falling[:, -1:])
    log_found = log_size_at(np.log(sizes), falling, reached)
    found = np.where(log_found <= np.log(sizes[0]), sizes[0], np.exp(log_found)).clip(
        sizes[0], sizes[-1]
    )
    return np.where(levels >= falling[:, -1:], found, np.inf)
