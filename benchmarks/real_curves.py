"""Measured learning curves of the Learning Curve Database, and the truth to compare with.

Mohr et al., "LCDB 1.0", ECML PKDD 2022: 20 learners on 248 data sets, mostly with 25 repeats
a size.
"""

from functools import reduce
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from learning_curves.answers.falling_curves import log_size_at, once_reached, smooth

CURVE = ["openmlid", "learner"]
REPEAT = ["outer_seed", "inner_seed"]
# An error of zero counts as half a wrong test case.
OF_ONE_CASE = 0.5
FEWEST_REPEATS = 20


class RealCurve(NamedTuple):
    """All repeats of one learner on one data set: `log_errors` (repeats, sizes)."""

    sizes: np.ndarray
    log_errors: np.ndarray

    def since(self, size: float) -> "RealCurve":
        """Return the curve from a size on."""
        kept = self.sizes >= size
        return RealCurve(self.sizes[kept], self.log_errors[:, kept])

    def at(self, sizes: np.ndarray) -> np.ndarray:
        """Return the log errors at some of the sizes."""
        return self.log_errors[:, np.searchsorted(self.sizes, sizes)]


class Truth(NamedTuple):
    """Curves (draws, points) on which an error, once reached, stays reached with more labels."""

    log_sizes: np.ndarray
    log_errors: np.ndarray

    def error_at(self, size: float) -> float:
        """Return the log error of the first curve at a size."""
        return float(np.interp(np.log(size), self.log_sizes, self.log_errors[0]))

    def sizes_at(self, log_error: float) -> np.ndarray:
        """Return the sizes (draws,) that reach a log error; infinite where none does."""
        reached = self.log_errors[:, -1] <= log_error
        sizes = np.full(len(reached), np.inf)
        levels = np.full((int(reached.sum()), 1), log_error)
        sizes[reached] = np.exp(log_size_at(self.log_sizes, self.log_errors[reached], levels)[:, 0])
        return sizes


def read_errors() -> pd.DataFrame:
    """Read the error rates of the package `lcdb`, which need not be importable.

    Raises
    ------
    SystemExit
        Without the package.
    """
    package = find_spec("lcdb")
    if package is None or package.origin is None:
        raise SystemExit("The curves are missing. Install them: pip install --no-deps lcdb==0.1.0")
    columns = [*CURVE, *REPEAT, "size_train", "size_test", "score_test"]
    runs = pd.read_csv(Path(package.origin).parent / "database-accuracy.csv", usecols=columns)
    smallest = OF_ONE_CASE / runs["size_test"]
    return runs.assign(error=np.maximum(1 - runs["score_test"], smallest))


def tables_of(runs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the log errors of each learner on one data set: a row per repeat, a column per size.

    Left out are sizes with fewer than `FEWEST_REPEATS` repeats, then repeats that lack a size, and
    then learners with too few repeats. (Few training cases may lack a class.)
    """
    table = np.log(runs.pivot(index=["learner", *REPEAT], columns="size_train", values="error"))
    tables = {
        str(learner): _complete(part.droplevel("learner"))
        for learner, part in table.groupby("learner")
    }
    return {learner: one for learner, one in tables.items() if len(one) >= FEWEST_REPEATS}


def _complete(table: pd.DataFrame) -> pd.DataFrame:
    return table.loc[:, table.notna().sum() >= FEWEST_REPEATS].dropna()


def paired_curves(tables: dict[str, pd.DataFrame]) -> dict[str, RealCurve]:
    """Return curves with the same repeats, from the first size that all learners have."""
    first = max(table.columns[0] for table in tables.values())
    common = reduce(pd.Index.intersection, [table.index for table in tables.values()])
    curves = {}
    for learner, table in tables.items():
        kept = table.loc[common, first:]
        curves[learner] = RealCurve(kept.columns.to_numpy(float), kept.to_numpy())
    return curves


def truth_to_judge_by(curve: RealCurve, given: np.ndarray) -> Truth:
    """Return the truth that an answer from the given repeats is judged by.

    The mean of all repeats contains the given ones, so it is closer to their mean than the mean of
    infinitely many repeats is. The given repeats therefore get a smaller weight, with which the
    difference has the variance of the mean of n repeats, S^2 / n.
    """
    repeats = len(curve.log_errors)
    others = np.setdiff1d(np.arange(repeats), given)
    of_others = np.sqrt(1 - len(given) / repeats)
    means = of_others * curve.log_errors[others].mean(axis=0)
    means += (1 - of_others) * curve.log_errors[given].mean(axis=0)
    return _joined(curve.sizes, means[None])


def resampled_truths(curve: RealCurve, draws: int, generator: np.random.Generator) -> Truth:
    """Return bootstrap draws of the truth, with repeats drawn again."""
    repeats = len(curve.log_errors)
    weights = generator.multinomial(repeats, np.full(repeats, 1 / repeats), size=draws) / repeats
    return _joined(curve.sizes, weights @ curve.log_errors)


def _joined(sizes: np.ndarray, means: np.ndarray) -> Truth:
    log_sizes, curves = smooth(np.log(sizes), means)
    return Truth(log_sizes, once_reached(curves))
