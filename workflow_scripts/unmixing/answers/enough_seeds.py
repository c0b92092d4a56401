"""How many seeds an answer takes, for few runs do not tell whether some go astray, or how often."""

import math

from unmixing.answers.measured_curves import MeasuredCurve

# Of a method a tenth of whose runs goes astray, so many hold such a run in 99.8 % of cases.
FEWEST_RUNS = 60
# Where runs go astray, so many seeds tell how often.
SEEDS_WITH_STRAY_RUNS = 36


def enough_seeds(curve: MeasuredCurve) -> int:
    """Return how many seeds an answer takes at the sizes of a curve."""
    seeds = math.ceil(FEWEST_RUNS / len(curve.sizes))
    return max(seeds, SEEDS_WITH_STRAY_RUNS) if curve.has_stray_runs else seeds


def seeds_for_stray_runs(curve: MeasuredCurve) -> float:
    """Return how many seeds an interval takes where runs went astray, NaN where it has enough.

    A run that errs less than twice as much as most may be of a size whose runs spread more. Where
    labels come from regions, repetitions are those, and differ for a reason.
    """
    astray = curve.has_stray_runs and curve.has_doubled_runs and not curve.regions
    lacks = astray and curve.n_seeds < enough_seeds(curve)
    return float(enough_seeds(curve)) if lacks else math.nan
