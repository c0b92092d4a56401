"""From how many training samples on a method beats going without labels."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from learning_curves.answers.data_efficiency import last_crossing
from learning_curves.answers.estimand import estimand_of
from learning_curves.answers.measured_curves import Curves, MeasuredCurve
from learning_curves.answers.resampling import resample_means
from learning_curves.columns import PLACE
from learning_curves.significance import INTERVAL
from learning_curves.vocabulary import Vocabulary

# A crossing jumps from one pair of sizes to the next, so that an end of an interval takes many.
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
        Methods whose endmembers are found in the image; their labels only name them.

    Returns
    -------
    DataFrame
        A row a data set, condition, method and label-free method. `error_label_free`: its
        geometric-mean error over all sizes. `break_even`: the training samples from which on the
        method errs less, log errors joined linearly over log sizes; the smallest size if it always
        does, infinite if it does not with the largest. Its 95 % interval is over draws of
        repetitions, empty with one run. `smallest_size`: that of both; what lies below is not told
        apart from it.
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
                "estimand": estimand_of(curve.measured_regions, vocabulary),
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
    """Sizes (draws,) from which on log errors (draws, sizes) are below others."""
    crossing = np.exp(last_crossing(np.log(sizes), errors, others))
    always = np.where(np.isnan(crossing), sizes[0], crossing)
    return np.where(errors[:, -1] < others[:, -1], always, np.inf)
