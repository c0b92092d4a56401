"""What kinds of answers there are: to needed training samples, and to which method is best."""

REACHED = "reached"
EXTRAPOLATED = "extrapolated"
UNKNOWN = "unknown"
UNREACHABLE = "unreachable"
ONE_REPETITION = "one seed"
# Of a curve that rises somewhere: joined measured means, and nothing beyond them.
INTERPOLATED = "interpolated"
# Those that the measured means alone answer: there is a bracket, and nothing fitted.
MEASURED = "measured"
TWO_SIZES = "two sizes"
NOT_FITTED = "not fitted"
BRACKETS = (MEASURED, TWO_SIZES, NOT_FITTED)
# Beyond this multiple of the largest size nothing measured tells how a curve goes on, so no number
# lies there: no estimate, no upper end, and a lower end is this multiple at most.
FAR = 2.0
# With fewer sizes a curve cannot be told from a straight line, so no interval is to be trusted.
FEWEST_SIZES = 3

# How a method stands against the best.
BEST = "best"
# A method of fewer runs may err less than the best on the repetitions that both have.
BETTER = "better"
WORSE = "worse"
EQUAL = "equal"
# Where neither method of a pair collapses no difference is shown, but one collapses on more
# repetitions.
COLLAPSES_MORE = "collapses more often"
COLLAPSES_LESS = "collapses less often"
OPEN = "not told apart"
TOO_FEW = "too few runs to test"
# Fewer repetitions have too few sign flips for a p of 5 %.
ENOUGH_TO_FLIP = 6
