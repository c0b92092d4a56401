"""What to expect of another data set, from how much ratios differ between those that were measured.

Data sets count alike, however well each was measured: what they differ by, errors of measurement
included, is what another one that is measured as well may differ by.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t

from learning_curves.answers.paired_ratios import paired_ratio, predict_another
from learning_curves.columns import rows_of
from learning_curves.significance import FEWEST_TO_PREDICT
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


def probability_below_zero(values: np.ndarray) -> float:
    """Return the probability that another value is below zero, by the t distribution."""
    n = len(values)
    spread = max(float(values.std(ddof=1)) * np.sqrt(1 + 1 / n), 1e-12)
    return float(t.cdf(-values.mean() / spread, n - 1))


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
        One row per comparison that six data sets or more have. `compared`: errors of two methods
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
    """Yield the row of a comparison, if enough data sets have a ratio."""
    with np.errstate(divide="ignore"):
        logs = np.log(rows[ratio].to_numpy(float))
    logs = logs[np.isfinite(logs)]
    if len(logs) < FEWEST_TO_PREDICT:
        return
    mean = paired_ratio(logs)
    low, high = np.exp(predict_another(logs))
    yield names | {
        "n_data_sets": len(logs),
        "smallest": np.exp(logs.min()),
        "largest": np.exp(logs.max()),
        **{name: mean[name] for name in ("ratio", "ratio_low", "ratio_high")},
        "next_low": low,
        "next_high": high,
        "probability_below_one": probability_below_zero(logs),
    }
