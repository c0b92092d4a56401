"""Which method needs the fewest training samples, and how certain that is, from paired draws.

Methods may have been measured at different sizes. A draw therefore gives the size that a method
needs, or bounds on it, and only those are compared.
"""

import numpy as np
import pandas as pd

from learning_curves.answers.sample_sizes import DrawnSizes
from learning_curves.significance import INTERVAL

COLUMNS = ["method", "first", "ratio", "ratio_low", "ratio_high", "probability_first"]


def fewest_needed(needed: dict[str, DrawnSizes]) -> pd.DataFrame:
    """Compare the training samples that methods need for one target error.

    Parameters
    ----------
    needed : dict[str, DrawnSizes]
        Method -> sizes; draw i of all methods resamples the same repetitions.

    Returns
    -------
    DataFrame
        One row per method. `probability_first`: share of the draws in which it needs the fewest;
        methods that a draw cannot distinguish split it equally. `first`: the method that is first
        most often. `ratio`: median over draws of the training samples over those of the first, with
        its 95 % interval. Sizes count from the larger of the two smallest sizes up to twice the
        largest size of each. Empty for the first, and if the median is unknown.
    """
    if not needed:
        return pd.DataFrame(columns=COLUMNS)
    reached = np.isfinite([sizes.most for sizes in needed.values()]).any(axis=0)
    first_in_draw = possibly_first(needed) & reached
    shared = np.maximum(first_in_draw.sum(axis=0), 1)
    probabilities = (first_in_draw / shared).mean(axis=1)
    first = list(needed)[int(np.argmax(probabilities))]
    rows = [
        {"method": method, "first": first, "probability_first": probability}
        | ({} if method == first else _ratio(needed[method], needed[first]))
        for method, probability in zip(needed, probabilities, strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def possibly_first(needed: dict[str, DrawnSizes]) -> np.ndarray:
    """Return where a method may need the fewest (methods, draws); all may if none is known to."""
    at_least = [
        np.where(sizes.least <= sizes.smallest, 0, sizes.least) for sizes in needed.values()
    ]
    at_most = [np.maximum(sizes.most, sizes.smallest) for sizes in needed.values()]
    return np.array(at_least) <= np.min(at_most, axis=0)


def _ratio(sizes: DrawnSizes, of_first: DrawnSizes) -> dict[str, float]:
    """Return the ratio of two methods' sizes, over draws in which either reaches the target."""
    either = np.isfinite(sizes.most) | np.isfinite(of_first.most)
    if not either.any():
        return {}
    smallest = max(sizes.smallest, of_first.smallest)
    (least, most), (first_least, first_most) = (
        [
            np.maximum(ends[either], smallest)
            for ends in (np.minimum(one.least, one.reach), one.most)
        ]
        for one in (sizes, of_first)
    )
    low, middle = _quantiles(least / first_most, INTERVAL[0])
    high, other_middle = _quantiles(most / first_least, INTERVAL[1])
    known = middle == other_middle
    return {"ratio": middle if known else np.nan, "ratio_low": low, "ratio_high": high}


def _quantiles(ratios: np.ndarray, end: float) -> list[float]:
    """Return the end of an interval and the median of ratios, which may be infinite."""
    return list(np.quantile(ratios, (end, 0.5), method="nearest"))
