"""Metrics summarised over seeds."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import bootstrap

from unmixing.evaluation.runs import completed, first_seeds
from unmixing.evaluation.significance import LEVEL, RESAMPLES
from unmixing.evaluation.tables import AXES, CELL, DESCRIPTIONS, IDENTITY, SOURCE


def summarize_runs(runs: pd.DataFrame) -> pd.DataFrame:
    """Summarise every metric over the completed runs of a cell: see `summarize`."""
    return summarize(completed(runs))


def summarize(runs: pd.DataFrame) -> pd.DataFrame:
    """Summarise every metric over the seeds of a cell, where it is finite.

    Returns
    -------
    DataFrame
        Tidy: the axes but the seed, `n_train_pixels`, `metric`, `n_runs`, `mean`, `std` (of a
        sample), `min`, `max`, `median`, and the 95 % percentile bootstrap interval of the mean,
        `ci_low` and `ci_high`, empty for a single run. Where labels come from regions, mean and
        interval are of the means of regions.
    """
    runs = runs.reset_index(drop=True)
    repetitions = first_seeds(runs)
    metrics = runs.columns.difference([*AXES, *DESCRIPTIONS, *IDENTITY, SOURCE], sort=False)
    rows = [
        dict(zip([*CELL, "n_train_pixels"], cell, strict=True))
        | {"metric": metric}
        | _statistics(values[np.isfinite(values)], repetitions)
        for cell, group in runs.groupby([*CELL, "n_train_pixels"], sort=False)
        for metric, values in group[metrics].items()
        if np.isfinite(values).any()
    ]
    columns = [*CELL, "n_train_pixels", "metric", "n_runs", "mean", "std", "min", "max", "median"]
    return pd.DataFrame(rows, columns=[*columns, "ci_low", "ci_high"])


def _statistics(values: pd.Series, repetitions: pd.Series) -> dict[str, Any]:
    low = high = np.nan
    repeated = values.groupby(repetitions, sort=False).mean()
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
