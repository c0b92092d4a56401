"""What a condition costs: its errors relative to the first condition, and the labels that is worth.

The conditions of a study have the same repetitions, so their runs are paired. If labels come from
regions, each region is one cluster, however many runs it has.
"""

import numpy as np
import pandas as pd

from learning_curves.answers.estimand import describe_estimand, geometric_mean
from learning_curves.answers.falling_curves import falling_fit, sizes_at
from learning_curves.answers.measured_curves import MeasuredCurve, measured_curves
from learning_curves.answers.paired_ratios import next_ratio, paired_ratio
from learning_curves.answers.resampling import DRAWS, resample_means
from learning_curves.columns import CURVE
from learning_curves.groups import fewer, find_cell, find_groups
from learning_curves.runs import clean_errors, find_clusters, find_regions
from learning_curves.significance import INTERVAL
from learning_curves.vocabulary import Vocabulary

SIZE = "size"
COLUMNS = [
    *CURVE,
    SIZE,
    "metric",
    "first_condition",
    "n_pairs",
    "ratio",
    "ratio_low",
    "ratio_high",
    "next_region_low",
    "next_region_high",
    "same_error_at",
    "same_error_at_low",
    "same_error_at_high",
    "estimand",
]
REGION_COLUMNS = [
    *CURVE,
    SIZE,
    "metric",
    "region",
    "n_runs",
    "error",
    "first_condition",
    "ratio",
    "estimand",
]


def condition_effects(
    runs: pd.DataFrame, metric: str, first: str, vocabulary: Vocabulary, draws: int = DRAWS
) -> pd.DataFrame:
    """Compare every condition with the first.

    Parameters
    ----------
    runs : DataFrame
        The table of this name.
    first : str
        Name of the condition to compare with.

    Returns
    -------
    DataFrame
        One row per data set, other condition, method and size. `ratio`: geometric mean of the error
        over that under the first condition, on the `n_pairs` repetitions that both completed, with
        the 95 % interval of the paired t. If labels come from regions, `n_pairs` counts regions,
        the interval is for the mean over regions, and `next_region_low` and `next_region_high` are
        the 95 % prediction interval for another region, given six or more. `same_error_at`: the
        size at which the first condition has the same error, by its isotonic means, with an
        interval over draws of repetitions or regions; smaller sizes than the smallest count as the
        smallest, and larger ones than the largest are infinite.
    """
    curves, groups = measured_curves(runs, metric), find_groups(runs)
    ratios = _repeated_ratios(_paired_with_first(runs, metric, first))
    rows = []
    for (data_set, condition, method), curve in curves.items():
        reference = curves.get((data_set, first, method))
        if condition == first or reference is None:
            continue
        axes = {"data_set": data_set, "condition": condition, "method": method, "metric": metric}
        facts = axes | {
            "first_condition": first,
            "estimand": describe_estimand(curve.measured_regions, vocabulary, curve.groups),
        }
        of_labels = _labels_for_same_error(curve, reference, draws)
        labels = dict(zip(curve.sizes, of_labels, strict=True))
        for size in np.intersect1d(curve.sizes, reference.sizes).astype(int):
            found = ratios.get((data_set, condition, method, size), np.empty(0))
            next_one = next_ratio(found) if curve.regions else {}
            of_both = (find_cell(groups, (data_set, c), size) for c in (condition, first))
            ratio = paired_ratio(found, fewer(*of_both))
            rows.append(facts | {SIZE: size} | ratio | next_one | labels[size])
    return pd.DataFrame(rows, columns=COLUMNS)


def region_effects(
    runs: pd.DataFrame, metric: str, first: str, vocabulary: Vocabulary
) -> pd.DataFrame:
    """Compare every region that labels come from with the first condition.

    Returns
    -------
    DataFrame
        One row per data set, condition, method, size and region: `error`, a geometric mean over the
        `n_runs` completed runs of the region, and `ratio`, the geometric mean of the error over
        that of the same repetition under the first condition, empty for that condition itself.
    """
    pairs = _paired_with_first(runs, metric, first)
    pairs = pairs.assign(region=find_regions(pairs)).dropna(subset="region")
    pairs["log_ratio"] = pairs["log_ratio"].where(pairs["condition"] != first)
    if pairs.empty:
        return pd.DataFrame(columns=REGION_COLUMNS)
    of_regions = pairs.groupby([*CURVE, SIZE, "region"], sort=False)
    table = np.exp(of_regions[["log_error", "log_ratio"]].mean())
    table = table.set_axis(["error", "ratio"], axis="columns").assign(n_runs=of_regions.size())
    facts = {"metric": metric, "first_condition": first}
    words = geometric_mean(vocabulary).replace("this image", "this region", 1)
    return table.reset_index().assign(**facts, estimand=words)[REGION_COLUMNS]


def _paired_with_first(runs: pd.DataFrame, metric: str, first: str) -> pd.DataFrame:
    """Pair log errors with those of the same repetition under the first condition.

    Returns
    -------
    DataFrame
        The rows that have an error, with `log_error`, `log_ratio` (missing without a pair),
        `cluster`, and `cluster_first`, the cluster under the first condition.
    """
    errors = clean_errors(runs, [metric]).dropna(subset=metric)
    errors = errors.assign(log_error=np.log(errors[metric]), cluster=find_clusters(errors))
    pair = ["data_set", "method", SIZE, "repetition"]
    of_first = errors[errors["condition"] == first].set_index(pair)[["log_error", "cluster"]]
    pairs = errors.join(of_first.add_suffix("_first"), on=pair)
    return pairs.assign(log_ratio=pairs["log_error"] - pairs["log_error_first"])


def _repeated_ratios(pairs: pd.DataFrame) -> dict[tuple[str, str, str, int], np.ndarray]:
    """Return the log ratios of every curve and size, one per cluster.

    The clusters are those of whichever of the two conditions has fewer.
    """
    return {
        place: min(
            (
                of_size.groupby(cluster)["log_ratio"].mean().to_numpy()
                for cluster in ("cluster", "cluster_first")
            ),
            key=len,
        )
        for place, of_size in pairs.dropna(subset="log_ratio").groupby([*CURVE, SIZE])
    }


def _labels_for_same_error(
    curve: MeasuredCurve, reference: MeasuredCurve, draws: int
) -> list[dict[str, float]]:
    """Return the labels that give the same errors under the first condition, for each size."""
    if len(reference.sizes) < 2:
        return [{} for _ in curve.sizes]
    falling = falling_fit(reference.means[None], reference.counts)
    point = sizes_at(reference.sizes, falling, curve.means[None])[0]
    rows = [{"same_error_at": float(size)} for size in point]
    if min(curve.n_repetitions, reference.n_repetitions) < 2:
        return rows
    of_curve, of_reference = (
        resample_means(one, draws, np.random.default_rng(0)) for one in (curve, reference)
    )
    drawn = sizes_at(reference.sizes, falling_fit(of_reference, reference.counts), of_curve)
    low, high = np.quantile(drawn, INTERVAL, axis=0, method="nearest")
    return [
        row | {"same_error_at_low": float(least), "same_error_at_high": float(most)}
        for row, least, most in zip(rows, low, high, strict=True)
    ]
