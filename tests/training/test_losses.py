"""The loss of spectra is the reference's, and finite where spectra are not positive."""

import json

import numpy as np
import pytest


def test_the_divergence_equals_the_reference_and_scipy(keras, golden):
    from unmixing.training.losses import spectral_information_divergence

    arrays = np.load(golden / "b_metrics_inputs.npz")
    expected = json.loads((golden / "b_metrics.json").read_text())["sid_loss"]["sidloss_n1"]
    value = spectral_information_divergence(
        arrays["sidloss_n1__y_true"], arrays["sidloss_n1__y_pred"]
    )
    assert float(value[0]) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("value", [0.0, -0.3])
def test_the_divergence_stays_finite_on_spectra_that_are_not_positive(keras, value):
    from unmixing.training.losses import spectral_information_divergence

    truth = np.full((1, 8), value, np.float32)
    assert np.isfinite(spectral_information_divergence(truth, np.ones((1, 8), np.float32))).all()
