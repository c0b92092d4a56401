"""How many training samples let most runs reach a target error, for users who train once.

This uses order statistics of the runs of each size, including failed ones; no curve is fitted.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import bdtr, bdtrc

from learning_curves.answers.measured_curves import log_errors_by_size
from learning_curves.columns import CURVE
from learning_curves.groups import Groups, find_groups, select_groups
from learning_curves.runs import clean_errors, find_clusters
from learning_curves.significance import LEVEL
from learning_curves.vocabulary import Vocabulary

# Log errors closer than this differ only by rounding.
SAME = 1e-6
# The usual share of runs that is to reach an error.
ASSURANCE = 0.9
TENTHS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Outcomes(NamedTuple):
    """All runs of one method: `sizes` (J,) rising, `log_errors` (repetitions, J).

    A failed run has an infinite error, a missing one NaN. `groups` are those that repetitions
    divide, None if there are none.
    """

    sizes: np.ndarray
    log_errors: np.ndarray
    groups: Groups | None = None

    @property
    def runs(self) -> np.ndarray:
        """Runs of each size (J,), including failed ones."""
        return (~np.isnan(self.log_errors)).sum(axis=0)

    @property
    def learns(self) -> bool:
        """Whether the error of any run depends on its size."""
        known = np.isfinite(self.log_errors)
        most = np.where(known, self.log_errors, -np.inf).max(axis=1)
        least = np.where(known, self.log_errors, np.inf).min(axis=1)
        return bool((most > least + SAME).any())

    def hits(self, error: float) -> np.ndarray:
        """Count the runs of each size that reach an error (J,)."""
        return (self.log_errors <= np.log(error)).sum(axis=0)


class Assured(NamedTuple):
    """The answer for one target error, in measured sizes.

    `assured`: the smallest size from which the wanted share of measured runs reaches the target,
    infinite if there is none. With 95 % confidence each, the true size is above `assured_low` (0 if
    the smallest size may be enough) and at most `assured_high` (infinite if there are too few runs
    to tell).
    """

    assured: float
    assured_low: float
    assured_high: float


def collect_outcomes(runs: pd.DataFrame, metric: str) -> dict[tuple[str, str, str], Outcomes]:
    """Collect the outcomes of every data set, condition and method.

    If labels come from regions, the outcome of a region is that of its worst run.
    """
    errors = (
        clean_errors(runs, [metric]).fillna({metric: np.inf}).assign(repetition=find_clusters(runs))
    )
    cell, groups = [*CURVE, "size", "repetition"], find_groups(runs)
    worst = errors.groupby(cell, sort=False)[metric].max().reset_index()
    outcomes = {}
    for axes, part in worst.groupby(CURVE, sort=False):
        sizes, log_errors = log_errors_by_size(part, metric)
        outcomes[axes] = Outcomes(sizes, log_errors, select_groups(groups, axes[:2], sizes))
    return outcomes


def find_assured(outcomes: Outcomes, error: float, share: float = ASSURANCE) -> Assured:
    """Answer one target error.

    Sizes are tested in a fixed sequence, each at 5 %, until a test fails: upwards from the smallest
    for the lower end, and downwards from the largest for the upper end. Each end is therefore wrong
    in at most 5 % of cases (Maurer, Hothorn & Lehmacher, Biometrie in der chemisch-pharmazeutischen
    Industrie 6, 1995). The second sequence leaves out sizes with too few runs to show anything.
    Runs that divide the same groups are not independent, so they have no ends.

    Parameters
    ----------
    share : float
        The share of runs that is to reach the error, the assurance.
    """
    hits, runs = outcomes.hits(error), outcomes.runs
    seen = _from_which_on(outcomes.sizes, hits >= share * runs)
    if outcomes.groups is not None:
        return Assured(seen, 0.0, np.inf)
    # One-sided tests of the hypothesis that the share of runs reaches the error.
    too_few = bdtr(hits, runs, share) <= LEVEL
    enough = bdtrc(hits - 1, runs, share) <= LEVEL
    n_too_few = int(np.logical_and.accumulate(too_few).sum())
    # Few runs at a larger size do not matter if the share of them reaches the error.
    telling = bdtrc(runs - 1, runs, share) <= LEVEL
    shown = _from_which_on(outcomes.sizes[telling], enough[telling])
    sure = outcomes.sizes[telling & (outcomes.sizes >= max(seen, shown))]
    return Assured(
        seen,
        float(outcomes.sizes[n_too_few - 1]) if n_too_few else 0.0,
        float(sure[0]) if len(sure) else np.inf,
    )


def assured_sentence(
    answer: Assured,
    outcomes: Outcomes,
    error: float,
    vocabulary: Vocabulary,
    share: float = ASSURANCE,
) -> str:
    """Write an answer as a sentence."""
    low, high = answer.assured_low, answer.assured_high
    wanted = say_share(share)
    if np.isfinite(high):
        more_than = f"more than {low:,.0f} and " if low else ""
        return f"{wanted} reach it with {more_than}at most {high:,.0f} {vocabulary.sizes}"
    seen = np.isfinite(answer.assured)
    size = answer.assured if seen else outcomes.sizes[-1]
    at = int(np.flatnonzero(outcomes.sizes == size)[0])
    hits, runs = outcomes.hits(error)[at], outcomes.runs[at]
    counted = f"with {size:,.0f} {vocabulary.sizes} {hits} of {runs} reach it"
    too_few = seen and outcomes.groups is None
    return f"{counted}, too few to say that {wanted} do" if too_few else counted


def say_share(share: float) -> str:
    """Say a share of runs in words: nine of ten, or 95 %."""
    tenths = round(10 * share)
    if 0 < tenths < 10 and np.isclose(10 * share, tenths):
        return f"{TENTHS[tenths - 1]} of ten"
    return f"{100 * share:.3g} %"


def say_share_of(share: float) -> str:
    """Say a share before a noun: nine of ten campaigns, or 95 % of campaigns."""
    said = say_share(share)
    return f"{said} of" if said.endswith("%") else said


def _from_which_on(sizes: np.ndarray, holds: np.ndarray) -> float:
    """Return the smallest size from which a condition holds, infinite if it fails at the end."""
    until_the_end = np.flatnonzero(np.logical_and.accumulate(holds[::-1])[::-1])
    return float(sizes[until_the_end[0]]) if len(until_the_end) else np.inf
