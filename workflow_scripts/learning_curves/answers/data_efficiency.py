"""How efficiently methods use labels: areas, size ratios and crossings, from measured means.

Between measured sizes, log error is linear in log size; no family is fitted. Labels may be left
unused, so an error counts as reached from the first size that reaches it: size ratios use the
nearest curves that never rise.
"""

import itertools
from typing import Any

import numpy as np
import pandas as pd

from learning_curves.answers.falling_curves import SAME, falling_fit, log_size_at
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.resampling import DRAWS, resample_means
from learning_curves.significance import INTERVAL

# Positions in the range of log errors that two curves share. The ends are left out: near a floor,
# the size that reaches them depends on noise.
LEVELS = (np.arange(11) + 0.5) / 11
COLUMNS = [
    "method_a",
    "method_b",
    "n_sizes",
    "n_repetitions",
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
    "note",
]


def compare_data_efficiency(curves: dict[str, MeasuredCurve], draws: int = DRAWS) -> pd.DataFrame:
    """Compare every two methods on one data set.

    Parameters
    ----------
    curves : dict[str, MeasuredCurve]
        Method -> measured curve; row i of all is the same repetition.

    Returns
    -------
    DataFrame
        One row per pair, over the sizes that both have; `n_repetitions`: runs at the size that has
        the fewest. `area_error_a`, `area_error_b`: geometric-mean error over the log sizes, and
        `area_ratio`, a over b. `size_ratio`: training samples of a over those of b for the same
        error, a geometric mean over the errors that both reach; infinite (or 0) if one is worse at
        every size than the other at any; empty unless both curves are shown to fall. `crossing`:
        the largest size at which the curves cross, empty if they do not; `crossing_probability`:
        share of draws in which they cross. Columns `..._low`, `..._high`: 95 % over draws of
        repetitions, empty with one repetition. `note`: why something is empty.
    """
    # The same seed for each, so a draw resamples the repetitions of all methods alike.
    resampled = {
        method: _draws_of_means(curve, draws, np.random.default_rng(0))
        for method, curve in curves.items()
    }
    rows = []
    for a, b in itertools.combinations(curves, 2):
        sizes, of_a, of_b = np.intersect1d(curves[a].sizes, curves[b].sizes, return_indices=True)
        counts = np.stack([curves[a].counts[of_a], curves[b].counts[of_b]])
        n_repetitions = int(counts.min()) if len(sizes) else 0
        means = np.stack([curves[a].means[of_a], curves[b].means[of_b]])
        of_draws = np.stack([resampled[a][:, of_a], resampled[b][:, of_b]])
        row = {"method_a": a, "method_b": b, "n_sizes": len(sizes), "n_repetitions": n_repetitions}
        rows.append(row | _compare((a, b), np.log(sizes), means, of_draws, counts))
    return pd.DataFrame(rows, columns=COLUMNS)


def _draws_of_means(curve: MeasuredCurve, draws: int, generator: np.random.Generator) -> np.ndarray:
    """Return resampled mean log errors (draws, sizes), NaN where a size has one run."""
    means = np.full((draws, len(curve.sizes)), np.nan)
    several = curve.counts > 1
    if several.any():
        means[:, several] = resample_means(curve.select(several), draws, generator)
    return means


def area(log_sizes: np.ndarray, log_errors: np.ndarray) -> np.ndarray:
    """Return the mean log error over the log sizes, for curves (..., sizes)."""
    return np.trapezoid(log_errors, log_sizes, axis=-1) / np.ptp(log_sizes)


def size_ratio(log_sizes: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the mean log ratio of sizes at equal error, for curves (draws, sizes) that never rise.

    It is infinite if one curve is worse with its most labels than the other with its fewest.
    """
    top, bottom = np.minimum(a[:, 0], b[:, 0]), np.maximum(a[:, -1], b[:, -1])
    levels = top[:, None] + LEVELS * (bottom - top)[:, None]
    ratio = log_size_at(log_sizes, a, levels) - log_size_at(log_sizes, b, levels)
    apart = np.where(a[:, -1] > b[:, 0], np.inf, -np.inf)
    return np.where(bottom <= top + SAME, ratio.mean(axis=1), apart)


def last_crossing(log_sizes: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the largest log size at which curves (draws, sizes) cross, NaN where they do not.

    Curves that meet at a size cross there if they have changed places after it.
    """
    difference = np.where(np.abs(a - b) < SAME, 0, a - b)
    before, after = difference[:, :-1], difference[:, 1:]
    # Where curves meet, the one above at the previous size counts as above.
    sides = np.sign(difference)
    for i in range(1, len(log_sizes)):
        sides[:, i] = np.where(sides[:, i] == 0, sides[:, i - 1], sides[:, i])
    crosses = sides[:, :-1] * sides[:, 1:] < 0
    with np.errstate(divide="ignore", invalid="ignore"):
        at = log_sizes[:-1] + np.diff(log_sizes) * before / (before - after)
    return np.where(crosses.any(axis=1), np.where(crosses, at, -np.inf).max(axis=1), np.nan)


def _compare(
    methods: tuple[str, str],
    log_sizes: np.ndarray,
    means: np.ndarray,
    of_draws: np.ndarray,
    counts: np.ndarray,
) -> dict[str, Any]:
    """Compare two methods by means and counts (2, sizes), and means of draws (2, draws, sizes)."""
    if len(log_sizes) < 2:
        return {"note": "fewer than two shared sizes"}
    areas = np.exp(area(log_sizes, means))
    row: dict[str, Any] = {"area_error_a": areas[0], "area_error_b": areas[1]}
    row |= {
        name: np.exp(values[0])
        for name, values in _ratios(log_sizes, means[:, None], counts).items()
    }
    several_runs = counts.min() > 1
    if several_runs:
        row |= _intervals(_ratios(log_sizes, of_draws, counts))
        drops = np.quantile(of_draws[..., 0] - of_draws[..., -1], INTERVAL[0], axis=1)
    else:
        drops = means[:, 0] - means[:, -1]
    flat = [method for method, drop in zip(methods, drops, strict=True) if drop <= SAME]
    if flat:
        row = {name: value for name, value in row.items() if not name.startswith("size_ratio")}
    reasons = {
        "one run at a size: no interval": not several_runs,
        f"no size ratio: not shown to fall: {', '.join(flat)}": flat,
    }
    return row | {"note": "; ".join(words for words, holds in reasons.items() if holds) or None}


def _ratios(log_sizes: np.ndarray, curves: np.ndarray, counts: np.ndarray) -> dict[str, np.ndarray]:
    """Return the logs of the measures that compare two curves (2, draws, sizes)."""
    a, b = curves
    fits = [falling_fit(curve, runs) for curve, runs in zip(curves, counts, strict=True)]
    return {
        "area_ratio": area(log_sizes, a) - area(log_sizes, b),
        "size_ratio": size_ratio(log_sizes, *fits),
        "crossing": last_crossing(log_sizes, a, b),
    }


def _intervals(of_draws: dict[str, np.ndarray]) -> dict[str, Any]:
    """Return the 95 % intervals of logs, and the probability of a crossing."""
    crossings = of_draws["crossing"]
    crossed = crossings[np.isfinite(crossings)]
    row: dict[str, Any] = {"crossing_probability": len(crossed) / len(crossings)}
    for name, values in (of_draws | {"crossing": crossed}).items():
        if len(values):
            # The nearest draw, not interpolated, because some are infinite.
            low, high = np.quantile(values, INTERVAL, method="nearest")
            row |= {f"{name}_low": np.exp(low), f"{name}_high": np.exp(high)}
    return row
