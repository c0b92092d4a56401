"""How many training samples let nine of ten runs reach a target error, for users who train once.

This uses order statistics of the runs of each size, including failed ones; no curve is fitted.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import binom

from learning_curves.answers.measured_curves import log_errors_by_size
from learning_curves.columns import CURVE
from learning_curves.runs import clean_errors, find_clusters
from learning_curves.significance import LEVEL
from learning_curves.vocabulary import Vocabulary

SHARE = 0.9


class Outcomes(NamedTuple):
    """All runs of one method: `sizes` (J,) rising, `log_errors` (repetitions, J).

    A failed run has an infinite error, a missing one NaN.
    """

    sizes: np.ndarray
    log_errors: np.ndarray

    @property
    def runs(self) -> np.ndarray:
        """Runs of each size (J,), including failed ones."""
        return (~np.isnan(self.log_errors)).sum(axis=0)

    def hits(self, error: float) -> np.ndarray:
        """Count the runs of each size that reach an error (J,)."""
        return (self.log_errors <= np.log(error)).sum(axis=0)


class NineOfTen(NamedTuple):
    """The answer for one target error, in measured sizes.

    `nine_of_ten`: the smallest size from which nine of ten measured runs reach the target,
    infinite if there is none. With 95 % confidence each, the true size is above `nine_of_ten_low`
    (0 if the smallest size may be enough) and at most `nine_of_ten_high` (infinite if there are too
    few runs to tell).
    """

    nine_of_ten: float
    nine_of_ten_low: float
    nine_of_ten_high: float


def collect_outcomes(runs: pd.DataFrame, metric: str) -> dict[tuple[str, str, str], Outcomes]:
    """Collect the outcomes of every data set, condition and method.

    If labels come from regions, the outcome of a region is that of its worst run.
    """
    errors = (
        clean_errors(runs, [metric]).fillna({metric: np.inf}).assign(repetition=find_clusters(runs))
    )
    cell = [*CURVE, "size", "repetition"]
    worst = errors.groupby(cell, sort=False)[metric].max().reset_index()
    return {
        axes: Outcomes(*log_errors_by_size(part, metric))
        for axes, part in worst.groupby(CURVE, sort=False)
    }


def nine_of_ten(outcomes: Outcomes, error: float) -> NineOfTen:
    """Answer one target error.

    Sizes are tested in a fixed sequence, each at 5 %, until a test fails: upwards from the smallest
    for the lower end, and downwards from the largest for the upper end. Each end is therefore wrong
    in at most 5 % of cases (Maurer, Hothorn & Lehmacher, Biometrie in der chemisch-pharmazeutischen
    Industrie 6, 1995). The second sequence leaves out sizes with too few runs to show anything.
    """
    hits, runs = outcomes.hits(error), outcomes.runs
    # One-sided tests of the hypothesis that nine of ten runs reach the error.
    too_few = binom.cdf(hits, runs, SHARE) <= LEVEL
    enough = binom.sf(hits - 1, runs, SHARE) <= LEVEL
    n_too_few = int(np.logical_and.accumulate(too_few).sum())
    seen = _from_which_on(outcomes.sizes, hits >= SHARE * runs)
    # Few runs at a larger size do not matter if nine of ten of them reach the error.
    telling = binom.sf(runs - 1, runs, SHARE) <= LEVEL
    shown = _from_which_on(outcomes.sizes[telling], enough[telling])
    sure = outcomes.sizes[telling & (outcomes.sizes >= max(seen, shown))]
    return NineOfTen(
        seen,
        float(outcomes.sizes[n_too_few - 1]) if n_too_few else 0.0,
        float(sure[0]) if len(sure) else np.inf,
    )


def nine_of_ten_sentence(
    answer: NineOfTen, outcomes: Outcomes, error: float, vocabulary: Vocabulary
) -> str:
    """Write an answer as a sentence."""
    low, high = answer.nine_of_ten_low, answer.nine_of_ten_high
    if np.isfinite(high):
        more_than = f"more than {low:,.0f} and " if low else ""
        return f"nine of ten reach it with {more_than}at most {high:,.0f} {vocabulary.sizes}"
    seen = np.isfinite(answer.nine_of_ten)
    size = answer.nine_of_ten if seen else outcomes.sizes[-1]
    at = int(np.flatnonzero(outcomes.sizes == size)[0])
    hits, runs = outcomes.hits(error)[at], outcomes.runs[at]
    counted = f"with {size:,.0f} {vocabulary.sizes} {hits} of {runs} reach it"
    return f"{counted}, too few to say that nine of ten do" if seen else counted


def _from_which_on(sizes: np.ndarray, holds: np.ndarray) -> float:
    """Return the smallest size from which a condition holds, infinite if it fails at the end."""
    until_the_end = np.flatnonzero(np.logical_and.accumulate(holds[::-1])[::-1])
    return float(sizes[until_the_end[0]]) if len(until_the_end) else np.inf
