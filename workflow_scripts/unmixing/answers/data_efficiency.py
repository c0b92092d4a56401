"""Which method makes more of its labels: areas, size ratios and crossings, from measured means.

Between measured sizes, log error is linear in log size; no family is fitted.
"""

import itertools
from typing import Any

import numpy as np
import pandas as pd

from unmixing.answers.measured_curves import MeasuredCurve
from unmixing.answers.resampling import DRAWS, resample_means
from unmixing.evaluation.significance import INTERVAL

LEVELS = np.linspace(0, 1, 11)
COLUMNS = [
    "model_a",
    "model_b",
    "n_sizes",
    "n_seeds",
    "area_error_a",
    "area_error_b",
    "area_ratio",
    "area_ratio_low",
    "area_ratio_high",
    "size_ratio",
    "size_ratio_low",
    "size_ratio_high",
    "crossing",
    "crossing_low",
    "crossing_high",
    "crossing_probability",
]


def compare_data_efficiency(curves: dict[str, MeasuredCurve], draws: int = DRAWS) -> pd.DataFrame:
    """Compare every two methods on one scene.

    Parameters
    ----------
    curves : model -> measured curve; row i of all is the same seed

    Returns
    -------
    DataFrame
        A row a pair, over the sizes that both have. `area_error_a`, `area_error_b`: geometric-mean
        error over the log sizes, and `area_ratio`, a over b. `size_ratio`: labelled pixels of a
        over those of b for the same error, a geometric mean over the errors both reach; infinite
        (or 0) if one is worse at all its sizes than the other at any. `crossing`: the largest size
        at which the curves cross, empty if they do not; `crossing_probability`: share of draws that
        cross. Columns `..._low`, `..._high`: 95 % over draws of seeds, empty with one seed.
    """
    # The same generator for each: a draw weighs the seeds of all methods alike.
    resampled = {
        model: resample_means(curve, draws, np.random.default_rng(0))
        for model, curve in curves.items()
        if curve.n_seeds > 1
    }
    rows = []
    for a, b in itertools.combinations(curves, 2):
        sizes, of_a, of_b = np.intersect1d(curves[a].sizes, curves[b].sizes, return_indices=True)
        seeds = min(curves[a].n_seeds, curves[b].n_seeds)
        row: dict[str, Any] = {"model_a": a, "model_b": b, "n_sizes": len(sizes), "n_seeds": seeds}
        if len(sizes) > 1:
            means = curves[a].means[None, of_a], curves[b].means[None, of_b]
            row |= _point(np.log(sizes), *means)
            if seeds > 1:
                row |= _interval(np.log(sizes), resampled[a][:, of_a], resampled[b][:, of_b])
        rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS)


def area(log_sizes: np.ndarray, log_errors: np.ndarray) -> np.ndarray:
    """Return the mean log error over the log sizes, for curves (..., sizes)."""
    return np.trapezoid(log_errors, log_sizes, axis=-1) / np.ptp(log_sizes)


def size_ratio(log_sizes: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the mean log ratio of sizes at equal error of curves (draws, sizes).

    More labels may be left unused, so an error once reached counts as reached. Infinite where one
    curve is worse with all its labels than the other with the fewest.
    """
    a, b = np.minimum.accumulate(a, axis=1), np.minimum.accumulate(b, axis=1)
    top, bottom = np.minimum(a[:, 0], b[:, 0]), np.maximum(a[:, -1], b[:, -1])
    levels = top[:, None] + LEVELS * (bottom - top)[:, None]
    ratio = _log_size_at(log_sizes, a, levels) - _log_size_at(log_sizes, b, levels)
    apart = np.where(a[:, -1] > b[:, 0], np.inf, -np.inf)
    return np.where(bottom <= top, ratio.mean(axis=1), apart)


def last_crossing(log_sizes: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the largest log size at which curves (draws, sizes) cross, NaN where they do not."""
    difference = a - b
    before, after = difference[:, :-1], difference[:, 1:]
    crosses = before * after < 0
    with np.errstate(divide="ignore", invalid="ignore"):
        at = log_sizes[:-1] + np.diff(log_sizes) * before / (before - after)
    return np.where(crosses.any(axis=1), np.where(crosses, at, -np.inf).max(axis=1), np.nan)


def _log_size_at(log_sizes: np.ndarray, falling: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """First log sizes at which falling curves (draws, sizes) reach levels (draws, levels)."""
    after = (falling[:, :, None] > levels[:, None, :]).sum(axis=1).clip(1, len(log_sizes) - 1)
    high = np.take_along_axis(falling, after - 1, axis=1)
    low = np.take_along_axis(falling, after, axis=1)
    drop = np.maximum(high - low, 1e-12)
    share = ((high - levels) / drop).clip(0, 1)
    return log_sizes[after - 1] + share * (log_sizes[after] - log_sizes[after - 1])


def _point(log_sizes: np.ndarray, a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    of_a, of_b = area(log_sizes, a)[0], area(log_sizes, b)[0]
    return {
        "area_error_a": np.exp(of_a),
        "area_error_b": np.exp(of_b),
        "area_ratio": np.exp(of_a - of_b),
        "size_ratio": np.exp(size_ratio(log_sizes, a, b)[0]),
        "crossing": np.exp(last_crossing(log_sizes, a, b)[0]),
    }


def _interval(log_sizes: np.ndarray, a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    crossings = last_crossing(log_sizes, a, b)
    crossed = crossings[np.isfinite(crossings)]
    of_draws = {
        "area_ratio": area(log_sizes, a) - area(log_sizes, b),
        "size_ratio": size_ratio(log_sizes, a, b),
        "crossing": crossed,
    }
    row = {"crossing_probability": len(crossed) / len(crossings)}
    for name, values in of_draws.items():
        if len(values):
            # The nearest draw, not a value between two: some are infinite.
            low, high = np.quantile(values, INTERVAL, method="nearest")
            row |= {f"{name}_low": np.exp(low), f"{name}_high": np.exp(high)}
    return row
