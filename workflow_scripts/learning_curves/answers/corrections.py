"""P-values corrected for the number of tests."""

import numpy as np
import pandas as pd


def holm(p_values: pd.Series) -> pd.Series:
    """Correct p-values by Holm (1979); missing values stay missing and do not count.

    statsmodels gives the same numbers, but runs the garbage collector at each call, which took most
    of the time for the tables of a large study.
    """
    known = p_values.dropna().sort_values()
    corrected = (known * np.arange(len(known), 0, -1)).cummax().clip(upper=1)
    return corrected.reindex(p_values.index)
