"""Whether one of two methods collapses on more of the same repetitions."""

import numpy as np
from scipy.stats import binom


def p_of_collapses(alone_a: np.ndarray, alone_b: np.ndarray) -> np.ndarray:
    """Return the exact two-sided p that two methods collapse equally often.

    McNemar's test (Psychometrika 12, 1947): of the repetitions on which one method alone collapses,
    each is as likely to be of either.

    Parameters
    ----------
    alone_a, alone_b : ndarray
        (pairs,), repetitions on which the one, and the other, collapses alone.

    Returns
    -------
    (pairs,), NaN where no method collapses alone
    """
    alone = alone_a + alone_b
    p_values = np.minimum(2 * binom.cdf(np.minimum(alone_a, alone_b), alone, 0.5), 1)
    return np.where(alone > 0, p_values, np.nan)
