"""The shape of a measured learning curve: whether it falls, peaks, dips, or is flat.

The checks follow Viering & Loog, "The Shape of Learning Curves: a Review", IEEE TPAMI 2022, as
tested in LCDB 1.1: one-sided paired t-tests over repetitions, corrected by Holm.
"""

import itertools
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtr

from learning_curves.answers.corrections import holm
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.answers.paired_ratios import standard_error
from learning_curves.groups import count_freedom
from learning_curves.significance import LEVEL

# How the shape of a curve begins that too few runs were made for.
NOT_TESTED = "not tested"
FLAT = 1.1
# Fewer repetitions could hardly show that a curve is not flat.
ENOUGH_REPETITIONS = 6


def curve_shape(curve: MeasuredCurve) -> dict[str, Any]:
    """Test the shape of a curve of log errors.

    Returns
    -------
    dict
        `shape`: a word or two. `monotone`: no two sizes show a significant rise; otherwise
        `rises_from`, `rises_to` name the clearest rise and `rise_p` its Holm-corrected p.
        `peaking`: the error rises, and a later size is significantly below the peak. `dipping`: the
        last size is significantly above an earlier one. `falling`: the last size is significantly
        below the first. `flat`: with six repetitions or more no two sizes differ significantly, and
        all means lie within 10 % of each other. With one size, or one run at a size, nothing is
        tested: `shape` says so.
    """
    if curve.n_repetitions < 2 or len(curve.sizes) < 2:
        lacking = "one run at a size" if curve.n_repetitions < 2 else "one size"
        return {"shape": f"{NOT_TESTED}: {lacking}"}
    pairs = list(itertools.combinations(range(len(curve.sizes)), 2))
    rising = holm(pd.Series([_rise_p(curve, i, j) for i, j in pairs]))
    falling = holm(pd.Series([_rise_p(curve, j, i) for i, j in pairs]))
    rises = {pair: p for pair, p in zip(pairs, rising, strict=True) if p < LEVEL}
    falls = {pair for pair, p in zip(pairs, falling, strict=True) if p < LEVEL}
    last = len(curve.sizes) - 1
    starts_of_falls = {start for start, _ in falls}
    peaks = {top for _, top in rises if top in starts_of_falls}
    found = {
        "peaking": bool(peaks),
        "dipping": any(high == last for _, high in rises),
        "falling": (0, last) in falls,
        "flat": (
            curve.n_repetitions >= ENOUGH_REPETITIONS
            and not rises
            and not falls
            and np.ptp(curve.means) < np.log(FLAT)
        ),
    }
    words = [name for name, holds in found.items() if holds] or ["not shown to fall"]
    result = {"shape": ", ".join(words), "monotone": not rises, **found}
    if rises:
        low, high = min(rises, key=lambda pair: rises[pair])
        result |= {
            "rises_from": curve.sizes[low],
            "rises_to": curve.sizes[high],
            "rise_p": rises[low, high],
        }
    return result


def notable_rise(curve: MeasuredCurve) -> tuple[float, float] | None:
    """Return the sizes between which a curve rises too much for a falling family, if it does.

    That is a significant rise of `curve_shape`, or a rise of the means by more than 10 % that is
    significant at 5 % without correction: it can bend a fit even if the correction hides it.
    """
    shape = curve_shape(curve)
    if not shape["monotone"]:
        return shape["rises_from"], shape["rises_to"]
    means = curve.means
    rises = {
        (i, j): means[j] - means[i]
        for i, j in itertools.combinations(range(len(means)), 2)
        if means[j] - means[i] > np.log(FLAT) and _rise_p(curve, i, j) < LEVEL
    }
    if not rises:
        return None
    low, high = max(rises, key=lambda pair: rises[pair])
    return curve.sizes[low], curve.sizes[high]


def _rise_p(curve: MeasuredCurve, i: int, j: int) -> float:
    """Return the one-sided p of the paired t-test that the error at size j exceeds that at i."""
    difference = curve.log_errors[:, j] - curve.log_errors[:, i]
    difference = difference[np.isfinite(difference)]
    if len(difference) < 2 or not np.ptp(difference) > 0:
        constant = len(difference) > 1 and difference[0] > 0
        return 0.0 if constant else 1.0
    groups = None if curve.groups is None else curve.groups.select(np.array([min(i, j)]))
    freedom = np.asarray(count_freedom(len(difference), groups)).item()
    return float(stdtr(freedom, -difference.mean() / standard_error(difference, groups)))
