"""P-values corrected for the number of tests."""

import pandas as pd
from statsmodels.stats.multitest import multipletests


def holm(p_values: pd.Series) -> pd.Series:
    """Correct p-values by Holm; what is missing stays so and does not count."""
    known = p_values.dropna()
    if known.empty:
        return p_values
    corrected = multipletests(known, method="holm")[1]
    return pd.Series(corrected, known.index).reindex(p_values.index)
