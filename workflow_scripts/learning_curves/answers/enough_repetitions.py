"""How many repetitions an answer takes: few runs do not tell whether some are outliers."""

import math

from learning_curves.answers.measured_curves import MeasuredCurve

# If a tenth of a method's runs are outliers, one is among this many in 99.8 % of cases.
FEWEST_RUNS = 60
# Where there are outliers, this many repetitions tell how often.
REPETITIONS_WITH_OUTLIERS = 36


def enough_repetitions(curve: MeasuredCurve) -> int:
    """Return how many repetitions an answer takes at the sizes of a curve."""
    repetitions = math.ceil(FEWEST_RUNS / len(curve.sizes))
    return max(repetitions, REPETITIONS_WITH_OUTLIERS) if curve.has_outliers else repetitions


def repetitions_for_outliers(curve: MeasuredCurve) -> float:
    """Return how many repetitions an interval takes that has outliers, NaN where it has enough.

    A run that errs less than twice as much as most may be of a size whose runs spread more. Where
    training data come from regions, these are the repetitions, and differ for a reason.
    """
    has_outliers = curve.has_outliers and curve.has_doubled_runs and not curve.regions
    lacks = has_outliers and curve.n_repetitions < enough_repetitions(curve)
    return float(enough_repetitions(curve)) if lacks else math.nan
