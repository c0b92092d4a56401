"""Metrics summarised over repetitions."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import bootstrap

from learning_curves.columns import AXES, CELL, DESCRIPTIONS
from learning_curves.runs import clusters_of, completed, counting_regions
from learning_curves.significance import LEVEL, RESAMPLES
from learning_curves.vocabulary import Vocabulary


def summary_table(runs: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Summarise every metric over the completed runs of a cell: see `summarize`."""
    return counting_regions(summarize(completed(runs), vocabulary), runs)


def summarize(runs: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Summarise every metric over the repetitions of a cell, where it is finite.

    Returns
    -------
    DataFrame
        Tidy: the axes but the repetition, `size`, `metric`, `n_runs`, `mean`, `std` (of a
        sample), `min`, `max`, `median`, and the 95 % percentile bootstrap interval of the mean,
        `ci_low` and `ci_high`, empty for a single run. Where labels come from regions, mean and
        interval are of the means of regions.
    """
    runs = runs.reset_index(drop=True)
    clusters = clusters_of(runs)
    metrics = runs.columns.difference([*AXES, *DESCRIPTIONS, *vocabulary.texts], sort=False)
    rows = [
        dict(zip([*CELL, "size"], cell, strict=True))
        | {"metric": vocabulary.names.get(str(metric), metric)}
        | _statistics(values[np.isfinite(values)], clusters)
        for cell, group in runs.groupby([*CELL, "size"], sort=False)
        for metric, values in group[metrics].items()
        if np.isfinite(values).any()
    ]
    columns = [*CELL, "size", "metric", "n_runs", "mean", "std", "min", "max", "median"]
    return pd.DataFrame(rows, columns=[*columns, "ci_low", "ci_high"])


def _statistics(values: pd.Series, clusters: pd.Series) -> dict[str, Any]:
    low = high = np.nan
    repeated = values.groupby(clusters, sort=False).mean()
    if len(repeated) > 1:
        low, high = bootstrap(
            (repeated.to_numpy(),),
            np.mean,
            confidence_level=1 - LEVEL,
            n_resamples=RESAMPLES,
            method="percentile",
            rng=0,
        ).confidence_interval
    return {
        "n_runs": len(values),
        "mean": repeated.mean(),
        "std": values.std(),
        "min": values.min(),
        "max": values.max(),
        "median": values.median(),
        "ci_low": low,
        "ci_high": high,
    }
