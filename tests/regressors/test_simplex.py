"""Predictions that are put on the simplex are abundances."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from sklearn.base import BaseEstimator, RegressorMixin

from unmixing.regressors.simplex import OnSimplex

# Below 1e-300 a share of a sum may round to nothing.
NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False)


class Predicts(RegressorMixin, BaseEstimator):
    """Predicts the spectra themselves."""

    def fit(self, spectra, abundances):
        return self

    def predict(self, spectra):
        return spectra


@settings(max_examples=50, deadline=None)
@given(arrays(np.float64, array_shapes(min_dims=2, max_dims=2, min_side=1), elements=NUMBERS))
def test_rows_are_not_negative_and_sum_to_one(predictions):
    found = OnSimplex(Predicts()).fit(predictions, predictions).predict(predictions)
    assert found.shape == predictions.shape
    assert found.min() >= 0
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=6))
def test_what_is_on_the_simplex_stays_there(shares):
    abundances = np.array([shares]) / np.sum(shares)
    found = OnSimplex(Predicts()).predict(abundances)
    np.testing.assert_allclose(found, abundances, atol=1e-12)
