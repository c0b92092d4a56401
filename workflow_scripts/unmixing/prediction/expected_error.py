"""The error that a study expects of a map: what it measured with the most labelled pixels."""

from dataclasses import dataclass
from pathlib import Path

from learning_curves.columns import SIZE, read_table, rows_of
from unmixing.vocabulary import METRIC, UNMIXING


@dataclass(frozen=True)
class ExpectedError:
    """An error that a study measured.

    Attributes
    ----------
    n_labelled : int
        Labelled pixels that it was measured with.
    n_runs : int
        Runs that it is the mean of.
    mean, low, high : float
        The mean abundance RMSE and the ends of its 95 % interval, NaN for a single run.
    least, most : float
        The errors of single runs lie between these.
    """

    n_labelled: int
    n_runs: int
    mean: float
    low: float
    high: float
    least: float
    most: float


def read_expected_error(
    summary: str | Path, scene: str, condition: str, model: str
) -> ExpectedError | None:
    """Read the error of a model from the summary of a study, at the most labelled pixels.

    Returns
    -------
    ExpectedError or None
        None where the study has not measured it.
    """
    if not Path(summary).is_file():
        return None
    rows = rows_of(
        read_table(summary, UNMIXING),
        data_set=scene,
        condition=condition,
        method=model,
        metric=METRIC,
    )
    if rows.empty:
        return None
    row = rows.loc[rows[SIZE].idxmax()]
    return ExpectedError(
        int(row[SIZE]),
        int(row["n_runs"]),
        *(float(row[name]) for name in ("mean", "ci_low", "ci_high", "min", "max")),
    )
