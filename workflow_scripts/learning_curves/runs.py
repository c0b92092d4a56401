"""The table of runs, and what became of the runs that were planned."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from learning_curves.columns import CELL, COLLAPSED, CURVE, PLACE, REGION, STATUSES


def completed(runs: pd.DataFrame) -> pd.DataFrame:
    """Keep the runs that completed."""
    return runs[runs["status"] == "completed"]


def finite_errors(runs: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Blank the errors of diverged runs and those that are not finite, and count zeros.

    An error of zero has no logarithm, and says no more than that it is too small to tell. It counts
    as half the least positive error of its data set, as values below a limit of detection do
    (Hornung & Reed, Applied Occupational and Environmental Hygiene 5, 1990).
    """
    errors = runs[metrics].replace([np.inf, -np.inf], np.nan).astype(float)
    errors = errors.where(runs["status"] == "completed")
    least = errors.where(errors > 0).groupby(runs["data_set"]).transform("min")
    # Where all are zero, nothing but the rounding of a computer tells them from one that is not.
    return runs.assign(**errors.mask(errors == 0, (least / 2).fillna(np.finfo(float).eps)))


def counted_zeros(runs: pd.DataFrame, metric: str, keys: list[str]) -> pd.Series:
    """Return what errors of zero count as, by the keys of runs that have some."""
    is_zero = (runs[metric] == 0) & (runs["status"] == "completed")
    return finite_errors(runs, [metric])[is_zero].groupby(keys)[metric].first()


def clustered_errors(runs: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Return finite errors with the `cluster` that each is of, and whether the run `collapsed`.

    Runs whose training data come from the same region tell nothing of other regions, so they are of
    one cluster: see `clusters_of`. None of them counts as collapsed, for a region may lack what
    would have to be learnt.
    """
    return finite_errors(runs, metrics).assign(
        cluster=clusters_of(runs),
        collapsed=collapsed(runs) & regions_of(runs).isna(),
    )


def collapsed(runs: pd.DataFrame) -> pd.Series:
    """Return which completed runs learnt nothing, by the column of that name; without it none."""
    return runs[COLLAPSED].eq(True) if COLLAPSED in runs else pd.Series(False, runs.index)


def usable_errors(runs: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Return finite errors, a row a cluster, whose number stands for the repetition.

    Several runs of a cluster leave the geometric means of their errors.
    """
    usable = clustered_errors(runs, metrics)
    usable["repetition"] = usable.pop("cluster")
    cell = [*CELL, "size", "repetition"]
    if not usable.duplicated(cell).any():
        return usable
    usable[metrics] = np.log(usable[metrics])
    return np.exp(usable.groupby(cell, sort=False)[metrics].mean()).reset_index()


def clusters_of(runs: pd.DataFrame) -> pd.Series:
    """Return the least repetition of each run's region, and its own where it has no region."""
    repetitions, regions = runs["repetition"].copy(), regions_of(runs)
    named = regions.notna().to_numpy()
    if named.any():
        there = runs[named].assign(region=regions[named])
        repetitions[named] = (
            there.groupby([*PLACE, "region"])["repetition"].transform("min").to_numpy()
        )
    return repetitions


def regions_of(runs: pd.DataFrame) -> pd.Series:
    """Return where the labels of each run come from; missing where that is anywhere."""
    nowhere = pd.Series(pd.NA, runs.index, dtype="string")
    return runs[REGION].astype("string").replace("", pd.NA) if REGION in runs else nowhere


def counting_regions(table: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """Add to a table how many regions its labels come from: `n_regions`, empty for anywhere.

    Where a row compares two methods, the count is that of the one with fewer.
    """
    counts = regions_of(runs).groupby([runs[axis] for axis in CURVE]).nunique()
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
        A row a run.
    planned : Iterable[Sequence[Any]]
        Data set, condition, method, size and number of planned runs of each cell.

    Returns
    -------
    DataFrame
        A row a cell: `planned`, `completed`, `diverged` and `missing` runs, and how many of the
        completed ones `collapsed`.
    """
    table = pd.DataFrame(planned, columns=[*CELL, "planned"]).astype({"size_name": str})
    counts = runs.groupby([*CELL, "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=STATUSES, fill_value=0).reset_index()
    counts[COLLAPSED] = collapsed(runs).groupby([runs[axis] for axis in CELL]).sum().to_numpy()
    counted = [*STATUSES, COLLAPSED]
    table = table.merge(counts, how="left", on=CELL).fillna(dict.fromkeys(counted, 0))
    table[counted] = table[counted].astype(int)
    table["missing"] = table["planned"] - table[list(STATUSES)].sum(axis=1)
    return table


def planned_runs(runs: pd.DataFrame) -> list[list[Any]]:
    """Return the cells of a table of runs, each with the number of its runs, as planned ones."""
    return runs.groupby(CELL, sort=False).size().reset_index().to_numpy().tolist()
