"""P-values corrected for the number of tests."""

import numpy as np
import pandas as pd


def holm(p_values: pd.Series) -> pd.Series:
    """Correct p-values by Holm; what is missing stays so and does not count.

    The sum is that of statsmodels, whose `multipletests` collects all garbage of Python at each
    call: of a study with hundreds of families, that was nine tenths of the time of its tables.
    """
    known = p_values.dropna().sort_values()
    corrected = (known * np.arange(len(known), 0, -1)).cummax().clip(upper=1)
    return corrected.reindex(p_values.index)
