"""The number of training samples from which a method beats going without labels."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from learning_curves.answers.data_efficiency import last_crossing
from learning_curves.answers.estimand import describe_estimand
from learning_curves.answers.measured_curves import Curves, MeasuredCurve
from learning_curves.answers.resampling import resample_means
from learning_curves.columns import PLACE
from learning_curves.significance import INTERVAL
from learning_curves.vocabulary import Vocabulary

# Many, because a crossing jumps between pairs of sizes, which makes the ends of intervals noisy.
DRAWS = 10_000
COLUMNS = [
    *PLACE,
    "metric",
    "method",
    "label_free",
    "n_repetitions",
    "error_label_free",
    "break_even",
    "break_even_low",
    "break_even_high",
    "smallest_size",
    "estimand",
]


def break_even(
    curves: Curves,
    metric: str,
    label_free: Collection[str],
    vocabulary: Vocabulary,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Find where methods that learn from labels overtake those that do not.

    Parameters
    ----------
    label_free : Collection[str]
        Methods that find endmembers in the image and use labels only to name them.

    Returns
    -------
    DataFrame
        One row per data set, condition, method and label-free method. `error_label_free`: the
        geometric-mean error of the latter over all sizes. `break_even`: the training samples from
        which the method has the smaller error, with log errors joined linearly over log sizes; the
        smallest size if it always has, infinite if it has not at the largest. Its 95 % interval is
        over draws of repetitions, empty with one run. `smallest_size`: the smallest shared size;
        smaller sizes are not distinguished from it.
    """
    rows = []
    for (*place, method), curve in curves.items():
        for other in label_free:
            without = curves.get((place[0], place[1], other))
            if method in label_free or without is None or len(curve.sizes) < 2:
                continue
            facts = dict(zip(PLACE, place, strict=True)) | {"metric": metric, "method": method}
            row = facts | {
                "label_free": other,
                "estimand": describe_estimand(curve.measured_regions, vocabulary, curve.groups),
            }
            rows.append(row | _compare(curve, without, draws))
    return pd.DataFrame(rows, columns=COLUMNS)


def _compare(curve: MeasuredCurve, without: MeasuredCurve, draws: int) -> dict[str, Any]:
    sizes, at, at_without = np.intersect1d(curve.sizes, without.sizes, return_indices=True)
    row: dict[str, Any] = {
        "n_repetitions": min(curve.n_repetitions, without.n_repetitions),
        "error_label_free": float(np.exp(without.means.mean())),
    }
    if len(sizes) < 2:
        return row
    means = (curve.means[None, at], without.means[None, at_without])
    row["smallest_size"] = float(sizes[0])
    row["break_even"] = float(_from_which_on(sizes, *means)[0])
    if row["n_repetitions"] < 2:
        return row
    drawn = [resample_means(one, draws, np.random.default_rng(0)) for one in (curve, without)]
    found = _from_which_on(sizes, drawn[0][:, at], drawn[1][:, at_without])
    low, high = np.quantile(found, INTERVAL, method="nearest")
    return row | {"break_even_low": float(low), "break_even_high": float(high)}


def _from_which_on(sizes: np.ndarray, errors: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the sizes (draws,) from which log errors (draws, sizes) stay below others."""
    crossing = np.exp(last_crossing(np.log(sizes), errors, others))
    always = np.where(np.isnan(crossing), sizes[0], crossing)
    return np.where(errors[:, -1] < others[:, -1], always, np.inf)
