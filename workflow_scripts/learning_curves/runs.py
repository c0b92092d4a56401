"""The table of runs, and what became of the runs that were planned."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from learning_curves.columns import CELL, COLLAPSED, CURVE, N_GROUPS, PLACE, REGION, STATUSES


def select_completed(runs: pd.DataFrame) -> pd.DataFrame:
    """Keep the runs that completed."""
    return runs[runs["status"] == "completed"]


def clean_errors(runs: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Remove the errors of diverged runs and those that are not finite, and replace zeros.

    An error of zero has no logarithm; it only means that the error is too small to measure. It
    counts as half the smallest positive error of its data set, like values below a detection limit
    (Hornung & Reed, Applied Occupational and Environmental Hygiene 5, 1990).
    """
    errors = runs[metrics].replace([np.inf, -np.inf], np.nan).astype(float)
    errors = errors.where(runs["status"] == "completed")
    least = errors.where(errors > 0).groupby(runs["data_set"]).transform("min")
    # If all are zero, the smallest distinguishable number stands for them.
    return runs.assign(**errors.mask(errors == 0, (least / 2).fillna(np.finfo(float).eps)))


def find_zero_substitutes(runs: pd.DataFrame, metric: str, keys: list[str]) -> pd.Series:
    """Return what errors of zero count as, for each key that has any."""
    is_zero = (runs[metric] == 0) & (runs["status"] == "completed")
    return clean_errors(runs, [metric])[is_zero].groupby(keys)[metric].first()


def cluster_errors(runs: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Return clean errors with the `cluster` of each, and whether the run `collapsed`.

    Runs whose training data come from the same region say nothing about other regions, so they
    form one cluster: see `find_clusters`. None of them counts as collapsed, because a region may
    lack what has to be learnt, as a choice of groups may.
    """
    return clean_errors(runs, metrics).assign(
        cluster=find_clusters(runs),
        collapsed=flag_collapsed(runs) & find_regions(runs).isna() & ~_are_of_groups(runs),
    )


def flag_collapsed(runs: pd.DataFrame) -> pd.Series:
    """Return which runs collapsed, according to the column of that name; none without it."""
    return runs[COLLAPSED].eq(True) if COLLAPSED in runs else pd.Series(False, runs.index)


def usable_errors(runs: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Return clean errors, one row per cluster, whose number replaces the repetition.

    Several runs of a cluster are replaced by the geometric means of their errors.
    """
    usable = cluster_errors(runs, metrics)
    usable["repetition"] = usable.pop("cluster")
    cell = [*CELL, "size", "repetition"]
    if not usable.duplicated(cell).any():
        return usable
    usable[metrics] = np.log(usable[metrics])
    return np.exp(usable.groupby(cell, sort=False)[metrics].mean()).reset_index()


def find_clusters(runs: pd.DataFrame) -> pd.Series:
    """Return the smallest repetition of each run's region, or its own without a region."""
    repetitions, regions = runs["repetition"].copy(), find_regions(runs)
    named = regions.notna().to_numpy()
    if named.any():
        there = runs[named].assign(region=regions[named])
        repetitions[named] = (
            there.groupby([*PLACE, "region"])["repetition"].transform("min").to_numpy()
        )
    return repetitions


def find_regions(runs: pd.DataFrame) -> pd.Series:
    """Return the region that the labels of each run come from; missing if from anywhere.

    Choices of groups are not regions: what repetitions share of them is known (see `groups`).
    """
    if REGION not in runs:
        return pd.Series(pd.NA, runs.index, dtype="string")
    return runs[REGION].astype("string").replace("", pd.NA).mask(_are_of_groups(runs))


def _are_of_groups(runs: pd.DataFrame) -> pd.Series:
    return runs[N_GROUPS].notna() if N_GROUPS in runs else pd.Series(False, runs.index)


def add_region_counts(table: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """Add the number of regions that labels come from, `n_regions`; empty if from anywhere.

    If a row compares two methods, the count is that of the one with fewer regions.
    """
    counts = find_regions(runs).groupby([runs[axis] for axis in CURVE]).nunique()
    methods = [name for name in ("method", "method_a", "method_b") if name in table]
    found = [
        counts[counts > 0]
        .reindex(pd.MultiIndex.from_frame(table[[*PLACE, method]]))
        .to_numpy(float)
        for method in methods
    ]
    return table.assign(n_regions=np.min(found, axis=0))


def coverage(runs: pd.DataFrame, planned: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Count what became of the planned runs of each cell.

    Parameters
    ----------
    runs : DataFrame
        One row per run.
    planned : Iterable[Sequence[Any]]
        Data set, condition, method, size and number of planned runs of each cell.

    Returns
    -------
    DataFrame
        One row per cell: `planned`, `completed`, `diverged` and `missing` runs, and how many of the
        completed ones `collapsed`.
    """
    table = pd.DataFrame(planned, columns=[*CELL, "planned"]).astype({"size_name": str})
    counts = runs.groupby([*CELL, "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=STATUSES, fill_value=0).reset_index()
    counts[COLLAPSED] = flag_collapsed(runs).groupby([runs[axis] for axis in CELL]).sum().to_numpy()
    counted = [*STATUSES, COLLAPSED]
    table = table.merge(counts, how="left", on=CELL).fillna(dict.fromkeys(counted, 0))
    table[counted] = table[counted].astype(int)
    table["missing"] = table["planned"] - table[list(STATUSES)].sum(axis=1)
    return table


def planned_runs(runs: pd.DataFrame) -> list[list[Any]]:
    """Return the cells of a table of runs, with their numbers of runs as planned numbers."""
    return runs.groupby(CELL, sort=False).size().reset_index().to_numpy().tolist()
