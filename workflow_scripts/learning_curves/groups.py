"""Groups of samples, such as plots, that repetitions divide into labelled and tested ones.

Many repetitions of few groups say much about these groups and little about others. Intervals are
meant for other groups of the same kind, so repetitions count as dependent, and the degrees of
freedom are those of the groups (docs/campaigns.md says how often such intervals cover).
"""

from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from learning_curves.columns import N_ALL_GROUPS, N_GROUPS, N_TEST_GROUPS, PLACE
from learning_curves.significance import INTERVAL, NORMAL_QUANTILE

# A number, or one for each of several sizes.
Number = TypeVar("Number", float, np.ndarray)


class Groups(NamedTuple):
    """How many groups there are, and how many a repetition tests and labels, each for all sizes."""

    n_all: np.ndarray
    n_tested: np.ndarray
    n_labelled: np.ndarray

    @property
    def overlap(self) -> np.ndarray:
        """The covariance of repetitions, over their variance less this covariance.

        Tests on the same groups make it tested / others (Nadeau & Bengio, Machine Learning 52,
        2003). If labelled groups matter as much as tested ones, groups that add to the log error of
        a repetition have the correlation 2 / (all (1 / tested + 1 / labelled)). The larger counts.
        """
        of_tests = self.n_tested / (self.n_all - self.n_tested)
        correlation = 2 / (self.n_all * (1 / self.n_tested + 1 / self.n_labelled))
        return np.maximum(of_tests, correlation / (1 - correlation))

    def select(self, which: np.ndarray) -> "Groups":
        """Return those of some sizes."""
        return Groups(*(numbers[which] for numbers in self))


def find_groups(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the groups of every data set, condition and size that has any: `n_all` and so on."""
    if N_ALL_GROUPS not in runs:
        return pd.DataFrame(columns=Groups._fields)
    counted = [N_ALL_GROUPS, N_TEST_GROUPS, N_GROUPS]
    of_cells = runs.dropna(subset=counted).groupby([*PLACE, "size"])[counted]
    return of_cells.mean().set_axis(Groups._fields, axis="columns")


def select_groups(table: pd.DataFrame, place: tuple[str, str], sizes: np.ndarray) -> Groups | None:
    """Return the groups of all sizes of a data set and condition, None if it has none."""
    of_sizes = [find_cell(table, place, size) for size in sizes]
    if not all(of_sizes):
        return None
    return Groups(*np.array(of_sizes, float).T)


def find_cell(table: pd.DataFrame, place: tuple[str, str], size: float) -> Groups | None:
    """Return the groups of one size, as numbers, None if it has none."""
    cell = (*place, size)
    return Groups(*table.loc[cell].to_numpy(float)) if cell in table.index else None


def count_labelled(groups: Groups, sizes: np.ndarray, size: float) -> float:
    """Return how many labelled groups hold a size; beyond the sizes they are as full as before."""
    fullest = min(size, float(sizes[-1]))
    log_count = np.interp(np.log(fullest), np.log(sizes), np.log(groups.n_labelled))
    return float(np.exp(log_count) * size / fullest)


def fewer(*some: Groups | None) -> Groups | None:
    """Return the groups with the larger overlap, of conditions compared at one size."""
    known = [groups for groups in some if groups]
    return max(known, key=lambda groups: float(groups.overlap), default=None)


def count_freedom(n: Number, groups: Groups | None) -> Number | np.ndarray:
    """Return the degrees of freedom of the variance of n repetitions."""
    return n - 1 if groups is None else np.minimum(n, groups.n_all) - 1


def error_of_mean(n: Number, groups: Groups | None) -> Number | np.ndarray:
    """Return the standard error of a mean of n repetitions, in standard deviations of one."""
    return np.sqrt(1 / n + (0.0 if groups is None else groups.overlap))


def stretch_of_means(n: Number, groups: Groups | None) -> Number | np.ndarray:
    """Return how much to stretch bootstrapped means of n runs, so that they cover as intended.

    With S runs it is t(0.975, S - 1) / 1.96 sqrt(S / (S - 1)): a bootstrap of S values is too
    narrow by the last factor, and its quantiles are those of a normal distribution. If runs divide
    the same groups, the mean is as uncertain as `error_of_mean` says.
    """
    quantile = stdtrit(count_freedom(n, groups), INTERVAL[1]) / NORMAL_QUANTILE
    stretch = quantile * np.sqrt(n / (n - 1))
    return stretch if groups is None else stretch * np.sqrt(n) * error_of_mean(n, groups)
