"""How sure is sure: the level of tests, the interval that goes with it, and resamples."""

LEVEL = 0.05
# The quantiles of a 95 % interval.
INTERVAL = (LEVEL / 2, 1 - LEVEL / 2)
# The upper one of a standard normal value. More digits would move which draws a fit tells apart.
NORMAL_QUANTILE = 1.96
RESAMPLES = 2000
