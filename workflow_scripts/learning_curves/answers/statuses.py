"""The kinds of answers about needed training samples, and about which method is best."""

REACHED = "reached"
EXTRAPOLATED = "extrapolated"
UNKNOWN = "unknown"
UNREACHABLE = "unreachable"
ONE_REPETITION = "one seed"
# A curve that rises somewhere: its measured means are joined, and nothing is said beyond them.
INTERPOLATED = "interpolated"
# Answers from the measured means alone: a bracket without a fit.
MEASURED = "measured"
TWO_SIZES = "two sizes"
NOT_FITTED = "not fitted"
BRACKETS = (MEASURED, TWO_SIZES, NOT_FITTED)
# Why an answer of a single repetition has no interval.
ONE_RUN = "one run at each size, so no interval"
# Beyond this multiple of the largest size no measurement shows how a curve continues, so no
# estimate or upper end lies there, and a lower end is at most this multiple.
FAR = 2.0
# With fewer sizes a curve cannot be distinguished from a straight line, so there is no interval.
FEWEST_SIZES = 3

# How a method compares with the best.
BEST = "best"
# A method with fewer runs may have a smaller error than the best on the shared repetitions.
BETTER = "better"
WORSE = "worse"
EQUAL = "equal"
# No difference is shown where neither collapses, but one method collapses on more repetitions.
COLLAPSES_MORE = "collapses more often"
COLLAPSES_LESS = "collapses less often"
OPEN = "no difference shown"
TOO_FEW = "too few runs to test"
# Fewer repetitions have too few sign flips for a p of 5 % or less.
ENOUGH_TO_FLIP = 6
