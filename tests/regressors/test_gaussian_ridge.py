"""Kernel ridge regression stays within the memory of a machine."""

import numpy as np

from unmixing.regressors.gaussian_ridge import GaussianRidge


def test_a_kernel_too_large_for_memory_is_approximated_with_a_reason(caplog, monkeypatch):
    monkeypatch.setattr("unmixing.regressors.gaussian_ridge.EXACT_PIXELS", 50)
    monkeypatch.setattr("unmixing.regressors.gaussian_ridge.LANDMARKS", 40)
    rng = np.random.default_rng(0)
    spectra = rng.uniform(size=(120, 3))
    target = np.column_stack([spectra[:, 0], 1 - spectra[:, 0]])
    model = GaussianRidge(gamma=1.0, alpha=1e-6).fit(spectra, target)
    assert "120 training pixels" in caplog.text
    np.testing.assert_allclose(model.predict(spectra), target, atol=1e-2)
