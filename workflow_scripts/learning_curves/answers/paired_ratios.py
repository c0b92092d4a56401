"""The ratio of errors on the same repetitions, with its interval."""

import numpy as np
from scipy.special import stdtrit

from learning_curves.groups import Groups, count_freedom, error_of_mean
from learning_curves.significance import FEWEST_TO_PREDICT, INTERVAL


def paired_ratio(differences: np.ndarray, groups: Groups | None = None) -> dict[str, float]:
    """Return the geometric mean of a ratio of errors from the differences of their logs.

    Parameters
    ----------
    differences : ndarray
        (repetitions,), or (regions,) if labels come from regions; NaN where a run is missing.
    groups : Groups or None
        Those that repetitions divide, at the size of the errors.

    Returns
    -------
    dict
        `n_pairs`; `ratio`; `ratio_low` and `ratio_high`, the 95 % interval of the paired t. The
        ratio is NaN without a pair, and its interval also with one pair.
    """
    differences = differences[~np.isnan(differences)]
    n = len(differences)
    row: dict[str, float] = dict.fromkeys(["ratio", "ratio_low", "ratio_high"], np.nan)
    row["n_pairs"] = n
    if n == 0:
        return row
    mean = differences.mean()
    row["ratio"] = np.exp(mean)
    if n > 1:
        reach = stdtrit(float(count_freedom(n, groups)), INTERVAL[1])
        reach *= standard_error(differences, groups)
        row["ratio_low"], row["ratio_high"] = np.exp(mean - reach), np.exp(mean + reach)
    return row


def next_ratio(differences: np.ndarray) -> dict[str, float]:
    """Return the 95 % prediction interval of the ratio in another region, from logs of ratios.

    Fewer than six regions predict nothing useful, and there is no fifth half of an image.

    Parameters
    ----------
    differences : ndarray
        (regions,).
    """
    if len(differences) < FEWEST_TO_PREDICT:
        return {}
    low, high = np.exp(predict_another(differences))
    return {"next_region_low": float(low), "next_region_high": float(high)}


def predict_another(values: np.ndarray) -> tuple[float, float]:
    """Return the 95 % prediction interval of another value.

    It is that of the t distribution, widened to include every measured value: regions often form
    two groups, which a normal distribution does not model (docs/validation.md).

    Parameters
    ----------
    values : ndarray
        (n,), six or more.
    """
    n, mean = len(values), values.mean()
    reach = stdtrit(n - 1, INTERVAL[1]) * values.std(ddof=1) * np.sqrt(1 + 1 / n)
    return float(min(mean - reach, values.min())), float(max(mean + reach, values.max()))


def standard_error(differences: np.ndarray, groups: Groups | None = None) -> float:
    """Return the standard error of a mean of two values or more.

    If all values are equal, a tiny error lets a test still see their sign.
    """
    if groups is None:
        # Not by a product, whose rounding would change the last digits of kept tables.
        return float(max(differences.std(ddof=1) / np.sqrt(len(differences)), 1e-12))
    factor = np.asarray(error_of_mean(len(differences), groups)).item()
    return max(float(differences.std(ddof=1)) * factor, 1e-12)
