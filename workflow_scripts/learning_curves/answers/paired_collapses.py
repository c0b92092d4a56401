"""Whether one of two methods collapses more often on the same repetitions."""

import numpy as np
from scipy.stats import binom


def compare_collapses(alone_a: np.ndarray, alone_b: np.ndarray) -> np.ndarray:
    """Return the exact two-sided p of the test that two methods collapse equally often.

    McNemar's test (Psychometrika 12, 1947): if only one method collapses on a repetition, it is
    equally likely to be either.

    Parameters
    ----------
    alone_a, alone_b : ndarray
        Numbers of repetitions (pairs,) on which only the one, or only the other, collapses.

    Returns
    -------
    ndarray
        P-values (pairs,), NaN where no method collapses alone.
    """
    alone = alone_a + alone_b
    p_values = np.minimum(2 * binom.cdf(np.minimum(alone_a, alone_b), alone, 0.5), 1)
    return np.where(alone > 0, p_values, np.nan)
