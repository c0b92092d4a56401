"""Holm's correction is that of statsmodels, and lowers nothing."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from learning_curves.answers.corrections import holm

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=20).map(pd.Series)


@given(p=p_values)
@settings(max_examples=25, deadline=None)
def test_a_corrected_p_is_never_below_the_raw_one_and_keeps_the_order(p):
    corrected = holm(p)
    assert (corrected >= p).all()
    assert (corrected <= 1).all()
    assert corrected[p.sort_values().index].is_monotonic_increasing
    np.testing.assert_allclose(corrected, multipletests(p, method="holm")[1])


@given(p=p_values)
@settings(max_examples=25, deadline=None)
def test_what_is_missing_does_not_count(p):
    gaps = pd.Series(np.nan, index=range(len(p), len(p) + 3))
    corrected = holm(pd.concat([p, gaps]))
    pd.testing.assert_series_equal(corrected[: len(p)], holm(p))
    assert corrected[len(p) :].isna().all()
    assert holm(gaps).isna().all()
