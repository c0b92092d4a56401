"""Groups of samples, such as plots, that repetitions divide into labelled and tested ones.

Many repetitions of few groups say much about these groups and little about others. Intervals are
meant for other groups of the same kind, so a mean of repetitions is as uncertain as Nadeau & Bengio
(Machine Learning 52, 2003) found for repeated divisions of one sample, with the degrees of freedom
of the groups (docs/campaigns.md).
"""

from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
from scipy.stats import t

from learning_curves.columns import N_ALL_GROUPS, N_TEST_GROUPS, PLACE
from learning_curves.significance import INTERVAL, NORMAL_QUANTILE

Count = TypeVar("Count", int, np.ndarray)


class Groups(NamedTuple):
    """How many groups there are, and how many of them a repetition tests."""

    n_all: int
    n_tested: float


def find_groups(runs: pd.DataFrame) -> dict[tuple[str, str], Groups]:
    """Return the groups of every data set and condition that has any."""
    if N_ALL_GROUPS not in runs:
        return {}
    counts = runs.dropna(subset=[N_ALL_GROUPS, N_TEST_GROUPS]).groupby(PLACE, sort=False)
    of_places = counts.agg({N_ALL_GROUPS: "min", N_TEST_GROUPS: "mean"})
    return {
        place: Groups(int(n_all), n_tested) for place, n_all, n_tested in of_places.itertuples()
    }


def fewer(*some: Groups | None) -> Groups | None:
    """Return the fewest groups of two conditions that are compared, None if neither has any."""
    return min((groups for groups in some if groups), default=None)


def count_freedom(n: Count, groups: Groups | None) -> Count:
    """Return the degrees of freedom of the variance of n repetitions."""
    return n - 1 if groups is None else np.minimum(n, groups.n_all) - 1


def error_of_mean(n: int | np.ndarray, groups: Groups | None) -> float | np.ndarray:
    """Return the standard error of a mean of n repetitions, in standard deviations of one.

    Without groups it is sqrt(1 / n), and with groups sqrt(1 / n + tested / others).
    """
    overlap = 0 if groups is None else groups.n_tested / (groups.n_all - groups.n_tested)
    return np.sqrt(1 / n + overlap)


def stretch_of_means(n: Count, groups: Groups | None) -> Count:
    """Return how much to stretch bootstrapped means of n runs, so that they cover as intended.

    With S runs it is t(0.975, S - 1) / 1.96 sqrt(S / (S - 1)): a bootstrap of S values is too
    narrow by the last factor, and its quantiles are those of a normal distribution. If runs divide
    the same groups, the mean is as uncertain as `error_of_mean` says.
    """
    quantile = t.ppf(INTERVAL[1], count_freedom(n, groups)) / NORMAL_QUANTILE
    return quantile * np.sqrt(n / (n - 1)) * np.sqrt(n) * error_of_mean(n, groups)
