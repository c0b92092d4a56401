"""What to expect of another data set, from how much ratios differ between those that were measured.

A random-effects model of the log ratios: those of data sets scatter around their mean with a
variance that Paule & Mandel estimate (J. Research of the National Bureau of Standards 87, 1982); the
standard error of the mean is Hartung and Knapp's (Statistics in Medicine 20, 2001), not smaller than
the usual one; and the prediction interval is that of Higgins, Thompson & Spiegelhalter (J. Royal
Statistical Society A 172, 2009).
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import t

from learning_curves.columns import rows_of
from learning_curves.significance import FEWEST_DATA_SETS, INTERVAL, NORMAL_QUANTILE
from learning_curves.vocabulary import Vocabulary

COLUMNS = [
    "compared",
    "metric",
    "condition",
    "method_a",
    "method_b",
    "n_data_sets",
    "smallest",
    "largest",
    "ratio",
    "ratio_low",
    "ratio_high",
    "next_low",
    "next_high",
    "probability_below_one",
]
ERRORS, SIZES, CONDITIONS = "errors of methods", "sizes of methods", "errors under conditions"


class Prediction(NamedTuple):
    """The mean of log ratios over data sets, and what another data set may have.

    Attributes
    ----------
    mean, error : float
        Of the mean, and its standard error.
    spread : float
        Standard deviation of data sets.
    freedom : int
        Degrees of freedom.
    """

    mean: float
    error: float
    spread: float
    freedom: int

    @property
    def reach(self) -> float:
        """Half the width of the 95 % interval of the mean."""
        return float(t.ppf(INTERVAL[1], self.freedom)) * self.error

    @property
    def reach_of_next(self) -> float:
        """Half the width of the 95 % prediction interval of another data set."""
        return float(t.ppf(INTERVAL[1], self.freedom)) * self._error_of_next

    @property
    def probability_below_zero(self) -> float:
        """The probability that the log ratio of another data set is below zero."""
        return float(t.cdf(-self.mean / self._error_of_next, self.freedom))

    @property
    def _error_of_next(self) -> float:
        return float(np.hypot(self.error, self.spread))


def predict_next(logs: np.ndarray, errors: np.ndarray) -> Prediction:
    """Estimate the distribution that log ratios of data sets come from.

    Parameters
    ----------
    logs : ndarray
        (data sets,), at least three.
    errors : ndarray
        (data sets,), their standard errors.
    """
    variances = np.maximum(errors, 1e-6) ** 2
    between = _variance_between(logs, variances)
    weights = 1 / (variances + between)
    mean = np.average(logs, weights=weights)
    freedom = len(logs) - 1
    usual = 1 / weights.sum()
    scatter = weights @ (logs - mean) ** 2 / freedom
    # Two degrees are spent: on the mean, and on the spread of data sets.
    return Prediction(
        float(mean), float(np.sqrt(usual * max(1.0, scatter))), np.sqrt(between), freedom - 1
    )


def _variance_between(logs: np.ndarray, variances: np.ndarray) -> float:
    """Return the variance of data sets at which their weighted scatter is as large as expected."""

    def excess(between: float) -> float:
        weights = 1 / (variances + between)
        mean = np.average(logs, weights=weights)
        return float(weights @ (logs - mean) ** 2 - (len(logs) - 1))

    if excess(0.0) <= 0:
        return 0.0
    largest = float(np.var(logs, ddof=1)) + 1e-12
    while excess(largest) > 0:
        largest *= 2
    return float(brentq(excess, 0.0, largest))


def compare_over_data_sets(
    efficiency: pd.DataFrame, effects: pd.DataFrame, vocabulary: Vocabulary
) -> pd.DataFrame:
    """Say how much ratios differ between data sets, and what another one may have.

    Parameters
    ----------
    efficiency : DataFrame
        As `data_efficiency_table` returns it.
    effects : DataFrame
        As `condition_effects` returns it.

    Returns
    -------
    DataFrame
        One row per comparison that four data sets or more have. `compared`: errors of two methods
        over all sizes, sizes that they need for the same error, or errors of `method_a` under a
        condition over those under the first one, at the largest size of each data set. `ratio` with
        its 95 % interval: the mean of data sets. `next_low`, `next_high`: 95 % prediction interval
        of another data set. `probability_below_one`: the probability that its ratio is below one.
    """
    rows = [
        row
        for metric in vocabulary.errors
        for row in (
            *_of_methods(rows_of(efficiency, metric=metric), ERRORS, "area_ratio"),
            *_of_methods(rows_of(efficiency, metric=metric), SIZES, "size_ratio"),
            *_of_conditions(rows_of(effects, metric=metric)),
        )
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_methods(efficiency: pd.DataFrame, compared: str, ratio: str) -> Iterable[dict[str, Any]]:
    keys = ["metric", "condition", "method_a", "method_b"]
    for names, rows in efficiency.groupby(keys, sort=False):
        yield from _row(rows, ratio, dict(zip(keys, names, strict=True)) | {"compared": compared})


def _of_conditions(effects: pd.DataFrame) -> Iterable[dict[str, Any]]:
    keys = ["metric", "condition", "method"]
    largest = effects["size"] == effects.groupby([*keys, "data_set"])["size"].transform("max")
    for (metric, condition, method), rows in effects[largest].groupby(keys, sort=False):
        names = {"metric": metric, "condition": condition, "method_a": method, "method_b": ""}
        yield from _row(rows, "ratio", names | {"compared": CONDITIONS})


def _row(rows: pd.DataFrame, ratio: str, names: dict[str, str]) -> Iterable[dict[str, Any]]:
    """Yield the row of a comparison, if enough data sets have a ratio with an interval."""
    with np.errstate(divide="ignore"):
        ends = np.log(rows[[ratio, f"{ratio}_low", f"{ratio}_high"]].to_numpy(float))
    logs, low, high = ends[np.isfinite(ends).all(axis=1)].T
    if len(logs) < FEWEST_DATA_SETS:
        return
    found = predict_next(logs, (high - low) / (2 * NORMAL_QUANTILE))
    ends_of_mean = found.mean - found.reach, found.mean + found.reach
    ends_of_next = found.mean - found.reach_of_next, found.mean + found.reach_of_next
    yield names | {
        "n_data_sets": len(logs),
        "smallest": np.exp(logs.min()),
        "largest": np.exp(logs.max()),
        "ratio": np.exp(found.mean),
        "ratio_low": np.exp(ends_of_mean[0]),
        "ratio_high": np.exp(ends_of_mean[1]),
        "next_low": np.exp(ends_of_next[0]),
        "next_high": np.exp(ends_of_next[1]),
        "probability_below_one": found.probability_below_zero,
    }
