"""The runs of a study in one table: their metrics, and digests of what made them."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from learning_curves.columns import AXES, CELL, CURVE, DESCRIPTIONS, read_table
from unmixing.vocabulary import IDENTITY, UNMIXING

# A run with this share of the error of the mean abundances, or more, has learnt next to nothing.
LEARNT_NOTHING = 0.9


def collect_runs(paths: Iterable[str | Path]) -> pd.DataFrame:
    """Join the metrics of runs into one table, one row per run, in the order given.

    Scenes differ in their endmembers: columns that a run lacks are empty.
    """
    runs = [read_table(path, UNMIXING) for path in paths]
    if not runs:
        return pd.DataFrame(columns=[*AXES, *DESCRIPTIONS])
    widest_first = sorted(runs, key=lambda run: -run.shape[1])
    columns = dict.fromkeys(itertools.chain.from_iterable(widest_first))
    return pd.concat(runs, ignore_index=True)[list(columns)]


def add_identities(
    runs: pd.DataFrame, hashes: Mapping[str, str], identities: Iterable[Sequence[str]]
) -> pd.DataFrame:
    """Add the digests of what made every run.

    Parameters
    ----------
    hashes : Mapping[str, str]
        Scene -> digest of its arrays.
    identities : Iterable[Sequence[str]]
        Scene, condition, model, and digests of the data side, the model and the code.
    """
    digests = pd.DataFrame(identities, columns=[*CURVE, *IDENTITY[1:]])
    hashed = runs.assign(scene_hash=runs["data_set"].map(hashes))
    return hashed.merge(digests, how="left", on=CURVE)


def sort_runs(runs: pd.DataFrame, planned: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Sort runs by the cells of a plan, which `coverage` takes too, and by repetition."""
    places = {tuple(cell[:4]): place for place, cell in enumerate(planned)}
    place = [places[cell] for cell in runs[CELL].itertuples(index=False, name=None)]
    order = np.lexsort((runs["repetition"], place))
    return runs.iloc[order].reset_index(drop=True)


def compute_errors_of_means(runs: pd.DataFrame) -> pd.Series:
    """Return the abundance RMSE of the mean abundances of each run's test pixels.

    For endmember i, their squared error is that of the run over 1 - R2.
    """
    errors = runs.filter(regex=r"^class\d+RMSE$").pow(2)
    missed = 1 - runs.filter(regex=r"^class\d+R2$").set_axis(errors.columns, axis="columns")
    # An endmember that is the same in all test pixels has no R2, and its mean has no error.
    of_means = errors.where(missed > 0, 0) / missed.where(missed > 0, 1)
    return pd.Series(np.sqrt(of_means.where(errors.notna()).mean(axis="columns")))


def find_collapsed(runs: pd.DataFrame, baselines: Collection[str] = ()) -> pd.Series:
    """Find the completed runs whose error is nearly that of the mean abundances, or larger.

    Parameters
    ----------
    baselines : Collection[str]
        Methods that are meant to predict the mean abundances; they never collapse.
    """
    errors = runs.filter(regex=r"^class\d+RMSE$").pow(2).mean(axis="columns").pow(0.5)
    learnt_nothing = (errors > 0) & (errors >= LEARNT_NOTHING * compute_errors_of_means(runs))
    return learnt_nothing & (runs["status"] == "completed") & ~runs["method"].isin(baselines)
