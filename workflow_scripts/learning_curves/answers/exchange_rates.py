"""What further training data are worth: how many samples of its own a method saves with them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from learning_curves.answers.estimand import describe_estimand
from learning_curves.answers.falling_curves import falling_fit, sizes_at
from learning_curves.answers.measured_curves import Curves, MeasuredCurve, measured_curves
from learning_curves.answers.resampling import resample_means
from learning_curves.columns import PLACE
from learning_curves.costs import Costs
from learning_curves.groups import count_labelled
from learning_curves.runs import add_region_counts
from learning_curves.significance import INTERVAL
from learning_curves.vocabulary import Vocabulary

# Many, because a size jumps between pairs of measured sizes, which makes the ends noisy.
DRAWS = 10_000
COLUMNS = [
    *PLACE,
    "metric",
    "method",
    "alone",
    "size",
    "n_repetitions",
    "error_ratio",
    "error_ratio_low",
    "error_ratio_high",
    "equal_size",
    "equal_size_low",
    "equal_size_high",
    "groups",
    "equal_groups",
    "saved_cost",
    "unit",
    "estimand",
]


def exchange_rate_table(
    runs: pd.DataFrame,
    helped: Mapping[str, str],
    costs: Mapping[str, Any],
    vocabulary: Vocabulary,
) -> pd.DataFrame:
    """Say what further training data are worth, by every error.

    Parameters
    ----------
    runs : DataFrame
        The table of this name.
    helped : Mapping[str, str]
        A method with further training data -> the same method alone.
    costs : Mapping[str, Any]
        The fields of `Costs`.
    """
    tables = [
        exchange_rates(measured_curves(runs, metric), metric, helped, Costs(**costs), vocabulary)
        for metric in vocabulary.errors
    ]
    return add_region_counts(pd.concat(tables, ignore_index=True), runs)


def exchange_rates(
    curves: Curves,
    metric: str,
    helped: Mapping[str, str],
    costs: Costs,
    vocabulary: Vocabulary,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Say what further training data are worth next to samples of a method's own.

    Returns
    -------
    DataFrame
        One row per data set, condition, helped method and size that it shares with the same method
        `alone`. `error_ratio`: its geometric-mean error over that of the method alone with as many
        samples; above one, the further data do harm. `equal_size`: the samples with which the
        method alone has the same error, on the nearest curve that never rises, with log errors
        joined linearly over log sizes; the smallest size if it has with fewer, infinite if it has
        not at the largest. Their 95 % intervals are over draws of repetitions, which both share;
        they are empty with one run. If samples come in groups: the `groups` of both sizes, and the
        cost that their difference saves.
    """
    rows = []
    for (*place, method), curve in curves.items():
        alone = curves.get((place[0], place[1], helped.get(method, "")))
        if alone is None or len(alone.sizes) < 2:
            continue
        facts = dict(zip(PLACE, place, strict=True)) | {"metric": metric, "method": method}
        facts |= {
            "alone": alone.name,
            "estimand": describe_estimand(curve.measured_regions, vocabulary, curve.groups),
        }
        rows += [
            facts | row | _count_groups(row, alone, costs) for row in _compare(curve, alone, draws)
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _compare(curve: MeasuredCurve, alone: MeasuredCurve, draws: int) -> list[dict[str, Any]]:
    """Return a row per size that both have."""
    sizes, at, at_alone = np.intersect1d(curve.sizes, alone.sizes, return_indices=True)
    if not len(sizes):
        return []
    found = _exchanged(alone, at_alone, curve.means[None, at], alone.means[None])
    counts = np.minimum(curve.counts[at], alone.counts[at_alone])
    rows: list[dict[str, Any]] = [
        {"size": int(size), "n_repetitions": int(count)}
        | {name: values[0, place] for name, values in found.items()}
        for place, (size, count) in enumerate(zip(sizes, counts, strict=True))
    ]
    if min(curve.n_repetitions, alone.n_repetitions) < 2:
        return rows
    # The same seed for both, so a draw resamples their repetitions alike.
    drawn, drawn_alone = (
        resample_means(one, draws, np.random.default_rng(0)) for one in (curve, alone)
    )
    of_draws = _exchanged(alone, at_alone, drawn[:, at], drawn_alone)
    for name, values in of_draws.items():
        # The nearest draw, not interpolated, because some are infinite.
        ends = np.quantile(values, INTERVAL, axis=0, method="nearest")
        for row, low, high in zip(rows, *ends, strict=True):
            row |= {f"{name}_low": low, f"{name}_high": high}
    return rows


def _count_groups(row: dict[str, Any], alone: MeasuredCurve, costs: Costs) -> dict[str, Any]:
    """Return the groups of the sizes of a row, and what they cost less; nothing without groups."""
    if alone.groups is None or np.isinf(row["equal_size"]):
        return {}
    sizes = row["size"], row["equal_size"]
    groups = [count_labelled(alone.groups, alone.sizes, float(size)) for size in sizes]
    paid, alone_paid = map(costs.total, groups, map(float, sizes))
    return {
        "groups": groups[0],
        "equal_groups": groups[1],
        "saved_cost": alone_paid - paid,
        "unit": costs.unit,
    }


def _exchanged(
    alone: MeasuredCurve, at_alone: np.ndarray, errors: np.ndarray, errors_alone: np.ndarray
) -> dict[str, np.ndarray]:
    """Compare log errors (draws, shared sizes) with those of the method alone (draws, sizes)."""
    falling = falling_fit(errors_alone, alone.counts)
    return {
        "error_ratio": np.exp(errors - errors_alone[:, at_alone]),
        "equal_size": sizes_at(alone.sizes, falling, errors),
    }
