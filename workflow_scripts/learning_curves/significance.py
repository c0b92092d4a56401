"""The level of tests, the matching interval, and the number of bootstrap resamples."""

LEVEL = 0.05
# The quantiles of a 95 % interval.
INTERVAL = (LEVEL / 2, 1 - LEVEL / 2)
# The upper quantile of a standard normal distribution. More digits would change the results.
NORMAL_QUANTILE = 1.96
RESAMPLES = 2000
# With fewer regions or data sets, an interval for another one spans orders of magnitude.
FEWEST_TO_PREDICT = 6
