"""How many repetitions an answer needs: few runs do not show whether some are outliers."""

import math

from learning_curves.answers.measured_curves import MeasuredCurve

# If a tenth of a method's runs are outliers, this many runs include one with 99.8 % probability.
FEWEST_RUNS = 60
# If there are outliers, this many repetitions show how frequent they are.
REPETITIONS_WITH_OUTLIERS = 36


def enough_repetitions(curve: MeasuredCurve) -> int:
    """Return how many repetitions an answer needs at the sizes of a curve."""
    repetitions = math.ceil(FEWEST_RUNS / len(curve.sizes))
    return max(repetitions, REPETITIONS_WITH_OUTLIERS) if curve.has_outliers else repetitions


def repetitions_for_outliers(curve: MeasuredCurve) -> float:
    """Return how many repetitions an interval needs because of outliers, NaN if it has enough.

    An outlier with less than twice the usual error does not count: its size may just have a larger
    spread. Nor do outliers count if training data come from regions or groups, which differ for a
    reason.
    """
    has_outliers = curve.has_outliers and curve.has_doubled_runs
    has_outliers = has_outliers and not curve.regions and curve.groups is None
    lacks = has_outliers and curve.n_repetitions < enough_repetitions(curve)
    return float(enough_repetitions(curve)) if lacks else math.nan
