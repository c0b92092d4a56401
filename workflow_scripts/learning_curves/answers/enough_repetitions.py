"""How many repetitions an answer takes: few runs do not tell whether some are outliers."""

import math

from learning_curves.answers.measured_curves import MeasuredCurve

# Of a method a tenth of whose runs goes astray, so many hold such a run in 99.8 % of cases.
FEWEST_RUNS = 60
# Where runs go astray, so many repetitions tell how often.
REPETITIONS_WITH_OUTLIERS = 36


def enough_repetitions(curve: MeasuredCurve) -> int:
    """Return how many repetitions an answer takes at the sizes of a curve."""
    repetitions = math.ceil(FEWEST_RUNS / len(curve.sizes))
    return max(repetitions, REPETITIONS_WITH_OUTLIERS) if curve.has_outliers else repetitions


def repetitions_for_outliers(curve: MeasuredCurve) -> float:
    """Return how many repetitions an interval takes that has outliers, NaN where it has enough.

    A run that errs less than twice as much as most may be of a size whose runs spread more. Where
    labels come from regions, clusters are those, and differ for a reason.
    """
    astray = curve.has_outliers and curve.has_doubled_runs and not curve.regions
    lacks = astray and curve.n_repetitions < enough_repetitions(curve)
    return float(enough_repetitions(curve)) if lacks else math.nan
