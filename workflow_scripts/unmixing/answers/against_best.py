"""Which method errs least at a size, and how every other stands against it.

Paired tests on log errors over seeds. What a test does not show, it leaves open; that methods are
equal is shown by a test of its own.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import permutation_test, t

from unmixing.answers.corrections import holm
from unmixing.answers.paired_ratios import paired_ratio, standard_error
from unmixing.answers.statuses import BEST, BETTER, ENOUGH_TO_FLIP, EQUAL, OPEN, WORSE
from unmixing.evaluation.runs import usable_errors
from unmixing.evaluation.significance import LEVEL
from unmixing.evaluation.tables import PLACE

AXES_OF_A_SIZE = [*PLACE, "train_size", "n_train_pixels"]
# The sign flips of 13 seeds are all counted, those of more are drawn.
FLIPS = 9999
COLUMNS = [
    *AXES_OF_A_SIZE,
    "metric",
    "model",
    "best",
    "n_runs",
    "n_pairs",
    "measure",
    "error",
    "ratio",
    "ratio_low",
    "ratio_high",
    "p_value",
    "p_holm",
    "p_flip",
    "p_equal",
    "p_equal_holm",
    "margin",
    "standing",
]


def against_best(runs: pd.DataFrame, metrics: Iterable[str], margin: float) -> pd.DataFrame:
    """Compare every method with the one that errs least, at every size.

    The best is that of the least geometric mean over completed runs, among the methods that
    completed on half of the seeds or more. Where an error is zero it is the median, for one zero
    would make such a mean zero, and nothing is tested.

    Parameters
    ----------
    runs : as `collect_runs` returns it; runs that diverged or lack a finite error count as missing
    metrics : columns of `runs` that are errors: less is better
    margin : methods whose errors differ by less than this share count as equal

    Returns
    -------
    DataFrame
        A row a scene, condition, size, metric and method that has a completed run.

        `measure` and `error`: what methods are ranked by, over `n_runs`. `ratio`: geometric mean
        of the error over that of the best, on the `n_pairs` seeds that both completed, with the
        95 % interval of the paired t.

        `p_value`: two-sided paired t-test of the log errors. `p_holm`: corrected by Holm over the
        methods of the size. The best was picked by the same runs, and could have been any of the
        k methods, so each p counts k / 2 times: then the family-wise error stays below 5 %,
        whichever methods are truly equal. `p_flip`: the same without the normal distribution, by
        flips of the signs of the differences. `p_equal`, `p_equal_holm`: the larger of two
        one-sided t-tests that the ratio lies within the margin (Schuirmann, J. Pharmacokinetics
        and Biopharmaceutics 15, 1987).

        `standing`: "best"; "equal" if `p_equal_holm` is 5 % or less, also where a difference
        within the margin is certain; "worse" or, with other runs than the best has, "better", if
        `p_holm` is and no flips contradict; else "not told apart".
    """
    metrics = list(metrics)
    usable = usable_errors(runs, metrics)
    parts = []
    for cell, of_cell in usable.groupby(AXES_OF_A_SIZE, sort=False):
        by_seed = of_cell.pivot(index="seed", columns="model", values=metrics)
        axes = dict(zip(AXES_OF_A_SIZE, cell, strict=True))
        for metric in metrics:
            errors = by_seed[metric].dropna(axis="columns", how="all")
            if errors.shape[1]:
                part = _of_one_size(errors, margin)
                parts.append(part.assign(**axes, metric=metric, margin=margin))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _of_one_size(errors: pd.DataFrame, margin: float) -> pd.DataFrame:
    """Compare the methods of errors (seeds, methods), NaN where a run is missing."""
    measure, centres = _centres(errors)
    best = _best(errors, centres)
    with np.errstate(divide="ignore", invalid="ignore"):
        differences = np.log(errors).sub(np.log(errors[best]), axis="index")
    tests = [_tests(differences[model].dropna().to_numpy(), margin) for model in errors]
    table = pd.DataFrame(tests, index=errors.columns)
    table.loc[best, ["p_value", "p_flip", "p_equal"]] = np.nan
    picked = (table["p_value"] * len(table) / 2).clip(upper=1)
    table["p_holm"], table["p_equal_holm"] = holm(picked), holm(table["p_equal"])
    table["standing"] = [_standing(row) for row in table.itertuples()]
    table.loc[best, "standing"] = BEST
    facts = {"best": best, "measure": measure, "n_runs": errors.count(), "error": centres}
    return table.assign(**facts).rename_axis("model").reset_index()


def _centres(errors: pd.DataFrame) -> tuple[str, pd.Series]:
    """Return what the methods of errors (seeds, methods) are ranked by, and its value for each."""
    if (errors == 0).any(axis=None):
        return "median", errors.median()
    return "geometric mean", np.exp(np.log(errors).mean())


def _best(errors: pd.DataFrame, centres: pd.Series) -> Any:
    """Return the method with the least error among those that mostly completed."""
    able = errors.notna().mean() >= 0.5
    return (centres[able] if able.any() else centres).idxmin()


def _tests(differences: np.ndarray, margin: float) -> dict[str, float]:
    """Test the differences of log errors (pairs,) against zero, and against a margin."""
    row = dict.fromkeys(["p_value", "p_flip", "p_equal"], np.nan) | paired_ratio(differences)
    if np.isnan(row["ratio_low"]):
        return row
    n, mean, error = len(differences), differences.mean(), standard_error(differences)
    row["p_value"] = 2 * t.sf(abs(mean) / error, n - 1)
    row["p_flip"] = permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=FLIPS,
        rng=0,
    ).pvalue
    edge = np.log1p(margin)
    row["p_equal"] = max(t.sf((mean + edge) / error, n - 1), t.cdf((mean - edge) / error, n - 1))
    return row


def _standing(row: Any) -> str:
    if row.p_equal_holm <= LEVEL:
        return EQUAL
    contradicted = row.n_pairs >= ENOUGH_TO_FLIP and row.p_flip > LEVEL
    if contradicted or not row.p_holm <= LEVEL:
        return OPEN
    return WORSE if row.ratio > 1 else BETTER
