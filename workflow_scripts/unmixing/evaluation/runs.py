"""The table of runs, and what became of the runs that were planned."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from unmixing.evaluation.tables import (
    AXES,
    CELL,
    CURVE,
    DESCRIPTIONS,
    IDENTITY,
    PLACE,
    REGION,
    STATUSES,
    read_table,
)

# A run with so large a share of the error of the mean abundances has learnt next to nothing.
LEARNT_NOTHING = 0.9


def collect_runs(paths: Iterable[str | Path]) -> pd.DataFrame:
    """Join the metrics of runs into one table, a row a run, in the order given.

    Scenes differ in endmembers, so a run may lack a column of another: it is empty there.
    """
    runs = [read_table(path) for path in paths]
    if not runs:
        return pd.DataFrame(columns=[*AXES, *DESCRIPTIONS])
    widest_first = sorted(runs, key=lambda run: -run.shape[1])
    columns = dict.fromkeys(itertools.chain.from_iterable(widest_first))
    return pd.concat(runs, ignore_index=True)[list(columns)]


def identified(
    runs: pd.DataFrame, hashes: Mapping[str, str], identities: Iterable[Sequence[str]]
) -> pd.DataFrame:
    """Say of every run what it is made of and by.

    Parameters
    ----------
    hashes : scene -> digest of its arrays
    identities : scene, condition, model, and digests of the data side, the model and the code
    """
    digests = pd.DataFrame(identities, columns=[*CURVE, *IDENTITY[1:]])
    told = runs.assign(scene_hash=runs["scene"].map(hashes))
    return told.merge(digests, how="left", on=CURVE)


def in_order(runs: pd.DataFrame, planned: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Sort runs by the cells of a plan, which `coverage` takes too, and by seed."""
    places = {tuple(cell[:4]): place for place, cell in enumerate(planned)}
    place = [places[cell] for cell in runs[CELL].itertuples(index=False, name=None)]
    order = np.lexsort((runs["seed"], place))
    return runs.iloc[order].reset_index(drop=True)


def completed(runs: pd.DataFrame) -> pd.DataFrame:
    """Keep the runs that completed."""
    return runs[runs["status"] == "completed"]


def finite_errors(runs: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Blank the errors of diverged runs and those that are not finite, and count zeros.

    An error of zero has no logarithm, and says no more than that it is too small to tell. It counts
    as half the least positive error of its scene, as values below a limit of detection do (Hornung
    & Reed, Applied Occupational and Environmental Hygiene 5, 1990).
    """
    errors = runs[metrics].replace([np.inf, -np.inf], np.nan).astype(float)
    errors = errors.where(runs["status"] == "completed")
    least = errors.where(errors > 0).groupby(runs["scene"]).transform("min")
    # Where all are zero, nothing but the rounding of a computer tells them from one that is not.
    return runs.assign(**errors.mask(errors == 0, (least / 2).fillna(np.finfo(float).eps)))


def counted_zeros(runs: pd.DataFrame, metric: str, keys: list[str]) -> pd.Series:
    """Return what errors of zero count as, by the keys of runs that have some."""
    is_zero = (runs[metric] == 0) & (runs["status"] == "completed")
    return finite_errors(runs, [metric])[is_zero].groupby(keys)[metric].first()


def repeated_errors(
    runs: pd.DataFrame, metrics: list[str], baselines: Collection[str] = ()
) -> pd.DataFrame:
    """Return finite errors with the `repetition` that each is of, and whether the run `collapsed`.

    Runs whose labels come from the same region tell nothing of other regions, so they are of one
    repetition: see `first_seeds`. None of them counts as collapsed, for a region may lack what
    would have to be learnt.

    Parameters
    ----------
    baselines : models that are meant to predict the mean abundances, which is no collapse
    """
    return finite_errors(runs, metrics).assign(
        repetition=first_seeds(runs),
        collapsed=collapsed(runs, baselines) & regions_of(runs).isna(),
    )


def usable_errors(runs: pd.DataFrame, metrics: list[str]) -> pd.DataFrame:
    """Return finite errors, a row a repetition, whose number stands for the seed.

    Several runs of a repetition leave the geometric means of their errors.
    """
    usable = repeated_errors(runs, metrics)
    usable["seed"] = usable.pop("repetition")
    cell = [*CELL, "n_train_pixels", "seed"]
    if not usable.duplicated(cell).any():
        return usable
    usable[metrics] = np.log(usable[metrics])
    return np.exp(usable.groupby(cell, sort=False)[metrics].mean()).reset_index()


def first_seeds(runs: pd.DataFrame) -> pd.Series:
    """Return the least seed with the region of each run, and its own where it has no region."""
    seeds, regions = runs["seed"].copy(), regions_of(runs)
    named = regions.notna().to_numpy()
    if named.any():
        there = runs[named].assign(region=regions[named])
        seeds[named] = there.groupby([*PLACE, "region"])["seed"].transform("min").to_numpy()
    return seeds


def regions_of(runs: pd.DataFrame) -> pd.Series:
    """Return where the labels of each run come from; missing where that is anywhere."""
    nowhere = pd.Series(pd.NA, runs.index, dtype="string")
    return runs[REGION].astype("string").replace("", pd.NA) if REGION in runs else nowhere


def errors_of_means(runs: pd.DataFrame) -> pd.Series:
    """Return the abundance RMSE of the mean abundances of each run's test pixels.

    Their squared error of endmember i is that of the run over 1 - R2.
    """
    errors = runs.filter(regex=r"^class\d+RMSE$").pow(2)
    missed = 1 - runs.filter(regex=r"^class\d+R2$").set_axis(errors.columns, axis="columns")
    # An endmember that no test pixel tells from its mean has no R2, and its mean errs by nothing.
    of_means = errors.where(missed > 0, 0) / missed.where(missed > 0, 1)
    return pd.Series(np.sqrt(of_means.where(errors.notna()).mean(axis="columns")))


def counting_regions(table: pd.DataFrame, runs: pd.DataFrame) -> pd.DataFrame:
    """Add to a table how many regions its labels come from: `n_regions`, empty for anywhere.

    Where a row compares two models, the count is that of the one with fewer.
    """
    counts = regions_of(runs).groupby([runs[axis] for axis in CURVE]).nunique()
    models = [name for name in ("model", "model_a", "model_b") if name in table]
    found = [
        counts[counts > 0].reindex(pd.MultiIndex.from_frame(table[[*PLACE, model]])).to_numpy(float)
        for model in models
    ]
    return table.assign(n_regions=np.min(found, axis=0))


def collapsed(runs: pd.DataFrame, baselines: Collection[str] = ()) -> pd.Series:
    """Tell the completed runs that err nearly as much as the mean abundances would, or more.

    Parameters
    ----------
    baselines : models that are meant to predict the mean abundances, which is no collapse
    """
    errors = runs.filter(regex=r"^class\d+RMSE$").pow(2).mean(axis="columns").pow(0.5)
    learnt_nothing = (errors > 0) & (errors >= LEARNT_NOTHING * errors_of_means(runs))
    return learnt_nothing & (runs["status"] == "completed") & ~runs["model"].isin(baselines)


def coverage(
    runs: pd.DataFrame, planned: Iterable[Sequence[Any]], baselines: Collection[str] = ()
) -> pd.DataFrame:
    """Count what became of the planned runs of each cell.

    Parameters
    ----------
    runs : as `collect_runs` returns it
    planned : scene, condition, model, train size and number of planned runs of each cell
    baselines : models that are meant to predict the mean abundances

    Returns
    -------
    DataFrame
        A row a cell: `planned`, `completed`, `diverged` and `missing` runs, and how many of the
        completed ones `collapsed`.
    """
    table = pd.DataFrame(planned, columns=[*CELL, "planned"]).astype({"train_size": str})
    counts = runs.groupby([*CELL, "status"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=STATUSES, fill_value=0).reset_index()
    failed = collapsed(runs, baselines)
    counts["collapsed"] = failed.groupby([runs[axis] for axis in CELL]).sum().to_numpy()
    counted = [*STATUSES, "collapsed"]
    table = table.merge(counts, how="left", on=CELL).fillna(dict.fromkeys(counted, 0))
    table[counted] = table[counted].astype(int)
    table["missing"] = table["planned"] - table[list(STATUSES)].sum(axis=1)
    return table
