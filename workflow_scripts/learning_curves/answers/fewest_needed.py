"""Which method needs the fewest training samples, and how sure that is: from paired draws.

Methods may be measured at other sizes. So a draw tells of a method what it needs, or between which
sizes that lies, and nothing more is compared.
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
        By method; draw i of all resamples the same repetitions.

    Returns
    -------
    DataFrame
        A row a method. `probability_first`: share of the draws in which it needs the fewest;
        methods that a draw does not tell apart share it. `first`: the method that is first most
        often. `ratio`: median over draws of the training samples over those of the first, counted
        from the smallest size that both have and no further than twice the largest of each, with
        its 95 % interval; empty for the first, and where the median is not known.
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
    """Tell where a method may need the fewest: (methods, draws); all may where none is known to."""
    at_least = [
        np.where(sizes.least <= sizes.smallest, 0, sizes.least) for sizes in needed.values()
    ]
    at_most = [np.maximum(sizes.most, sizes.smallest) for sizes in needed.values()]
    return np.array(at_least) <= np.min(at_most, axis=0)


def _ratio(sizes: DrawnSizes, of_first: DrawnSizes) -> dict[str, float]:
    """Return the ratio of two methods' sizes, where either is known to reach the target."""
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
    """Return the end of an interval and the median of ratios, some of which are infinite."""
    return list(np.quantile(ratios, (end, 0.5), method="nearest"))
