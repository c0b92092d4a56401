"""The refusal of numbers that are not errors, because better methods have larger ones."""

import numpy as np
import pandas as pd

from learning_curves.columns import CURVE, PLACE, rows_of
from learning_curves.errors import UserError, join_items
from learning_curves.reading.error_names import is_error
from learning_curves.reading.names import is_score, normalise_name
from learning_curves.runs import select_completed
from learning_curves.significance import LEVEL

# Words in the names of scores that are an error with its sign turned.
NEGATIVES = {"neg", "likelihood"}


def refuse_name(name: str, runs: pd.DataFrame | None = None) -> None:
    """Refuse a column whose name says that larger is better.

    Parameters
    ----------
    name : str
        Name of a column of errors.
    runs : DataFrame or None
        The runs with this column, if they are known: they tell which remedy fits.
    """
    if not is_score(name):
        return
    falls = runs is not None and _fall(runs, name)
    said = (
        "; if it is an error nevertheless, as its fall with the size suggests, add --is-error"
        if falls
        else ""
    )
    numbers = None if runs is None else select_completed(runs)[name]
    raise UserError(f"{_describe_score(name, numbers)}{said}.")


def refuse_negative_score(name: str, numbers: pd.Series) -> None:
    """Refuse a column whose name is of a score and whose numbers cannot be errors."""
    if is_score(name) and (numbers < 0).any():
        raise UserError(f"{_describe_score(name, numbers)}.")


def _describe_score(name: str, numbers: pd.Series | None) -> str:
    return (
        f"'{name}' looks like a score for which larger is better, and the answers are about "
        f"errors. {write_errors(name, numbers)}"
    )


def write_errors(name: str, numbers: pd.Series | None = None) -> str:
    """Say how a score becomes an error.

    Parameters
    ----------
    name : str
        Name of the column.
    numbers : Series or None
        Its numbers, which tell whether it is a share, in percent, or has no largest value.
    """
    where = "in its place" if is_error(name) else "into a column called error"
    largest = 0.0 if numbers is None else numbers.max()
    if largest <= 0 and not NEGATIVES.isdisjoint(normalise_name(name).split("_")):
        return f"Write -{name} {where}"
    if largest <= 1:
        return f"Write 1 - {name} {where}"
    if largest <= 100:
        return f"Write 100 - {name} {where}"
    return f"Write what {name} lacks to its best value {where}"


def refuse_rising(runs: pd.DataFrame, metric: str) -> None:
    """Refuse numbers that rise with the size in most curves of a data set under a condition.

    A curve rises if Kendall's rank correlation of size and error is positive, at 5 % on one side.
    """
    completed = select_completed(runs)
    counts = {
        place: _count_rising(here, metric) for place, here in completed.groupby(PLACE, sort=False)
    }
    rising = [place for place, (rises, curves) in counts.items() if 2 * rises > curves]
    if not rising:
        return
    (data_set, condition), *_ = rising
    rises, curves = counts[data_set, condition]
    here = rows_of(completed, data_set=data_set, condition=condition)
    names = [_name(place, completed) for place in rising]
    remedy = _remedy(metric, here[metric], names, len(counts))
    raise UserError(
        f"'{metric}' rises with the size in {rises} of {curves} curves of {names[0]}, as an "
        f"accuracy does, or an error on training data. {remedy}."
    )


def _remedy(metric: str, numbers: pd.Series, names: list[str], count: int) -> str:
    """Say what to do about the places that rise, where others may not."""
    write = write_errors(metric, numbers)
    if len(names) < count:
        # Said to be errors, the numbers of these places would be answered with the others.
        return f"{write} for the rows of {join_items(names)}, or leave out these rows".replace(
            "into a column called error", "in its place"
        )
    return f"{write}; if it is an error already, add --is-error" if is_error(metric) else write


def _name(place: tuple[str, str], completed: pd.DataFrame) -> str:
    data_set, condition = place
    return data_set if completed["condition"].nunique() < 2 else f"{data_set}, {condition}"


def _count_rising(here: pd.DataFrame, metric: str) -> tuple[int, int]:
    curves = [curve for _, curve in here.groupby(CURVE)]
    return sum(_tends(curve, metric, "greater") for curve in curves), len(curves)


def _fall(runs: pd.DataFrame, metric: str) -> bool:
    """Whether most curves fall."""
    curves = [curve for _, curve in select_completed(runs).groupby(CURVE)]
    return 2 * sum(_tends(curve, metric, "less") for curve in curves) > len(curves)


def _tends(curve: pd.DataFrame, metric: str, alternative: str) -> bool:
    errors = curve[metric].where(np.isfinite(curve[metric]))
    if _count_pairs(curve["size"], errors) * (1 if alternative == "greater" else -1) <= 0:
        return False
    # SciPy's statistics are slow to load, and curves that fall do without.
    from scipy.stats import kendalltau

    tau = kendalltau(curve["size"], errors, nan_policy="omit", alternative=alternative)
    return bool(tau.pvalue <= LEVEL)


def _count_pairs(sizes: pd.Series, errors: pd.Series) -> float:
    """Count the pairs in which the error rises with the size, less those in which it falls."""
    known = errors.notna()
    size, error = (values[known].to_numpy(float) for values in (sizes, errors))
    signs = np.sign(np.subtract.outer(size, size)) * np.sign(np.subtract.outer(error, error))
    return float(signs.sum()) / 2
