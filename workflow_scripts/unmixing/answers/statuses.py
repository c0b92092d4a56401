"""What kinds of answers there are to the question of needed labelled pixels, from best to worst."""

REACHED = "reached"
ONE_SEED = "one seed"
EXTRAPOLATED = "extrapolated"
UNKNOWN = "unknown"
UNREACHABLE = "unreachable"
NOT_FITTED = "not fitted"
PREFERENCE = (REACHED, ONE_SEED, EXTRAPOLATED, UNKNOWN, UNREACHABLE, NOT_FITTED)
# Those that say that the target is reached, and where.
REACHING = (REACHED, ONE_SEED, EXTRAPOLATED)
# What is needed beyond this multiple of the largest size has no upper end.
FAR = 2.0
