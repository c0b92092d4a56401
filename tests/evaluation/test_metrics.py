"""Metrics against the reference's values and against SciPy and scikit-like formulas."""

import json

import numpy as np
import pytest
from scipy.spatial.distance import cosine
from scipy.stats import entropy

from unmixing.evaluation.metrics import compute_abundance_metrics, compute_reconstruction_metrics

# A case worked out by hand, which needs no recorded values.
TRUTH = np.array([[1.0, 0.0], [0.5, 0.5]])
PREDICTED = np.array([[0.6, 0.4], [0.5, 0.5]])


def test_a_case_worked_out_by_hand():
    metrics = compute_abundance_metrics(TRUTH, PREDICTED)
    angle = np.arccos(0.6 / np.hypot(0.6, 0.4))
    assert metrics["aRMSE"] == pytest.approx(0.2)
    assert metrics["overallRMSE"] == pytest.approx(0.4 / np.sqrt(2))
    assert metrics["aSAM"] == pytest.approx(angle / 2)
    assert metrics["rmsAAD"] == pytest.approx(angle / np.sqrt(2))
    assert metrics["class0RMSE"] == metrics["class1RMSE"] == pytest.approx(0.4 / np.sqrt(2))
    assert metrics["perClassSumRMSE"] == pytest.approx(0.8 / np.sqrt(2))
    assert metrics["SRE"] == pytest.approx(10 * np.log10(1.5 / 0.32))


@pytest.mark.parametrize(
    "case",
    ["rand_n17_p3", "rand_n200_p4", "no_endmembers", "onehot", "zero_row_pred", "negative_x_true"],
)
def test_metrics_equal_the_reference(golden, case):
    arrays = np.load(golden / "b_metrics_inputs.npz")
    expected = json.loads((golden / "b_metrics.json").read_text())["metrics"][case]
    truth, predicted = arrays[f"{case}__y_true"], arrays[f"{case}__y_pred"]
    metrics = compute_abundance_metrics(truth, predicted)
    if f"{case}__x_true" in arrays:
        spectra, endmembers = arrays[f"{case}__x_true"], arrays[f"{case}__endmembers"]
        metrics |= compute_reconstruction_metrics(spectra, predicted, endmembers)
    skipped = {"aSAM": "n_skipped_angles", "rmsAAD": "n_skipped_angles", "rSID": "n_skipped_rSID"}
    for name, value in expected.items():
        if np.isnan(value):
            assert metrics[skipped[name]] > 0
        else:
            assert metrics[name] == pytest.approx(value, rel=1e-5), name


def test_angles_and_divergences_equal_scipy():
    generator = np.random.default_rng(0)
    truth, predicted = generator.dirichlet(np.ones(4), (2, 30))
    endmembers = generator.uniform(0.1, 1, (9, 4))
    spectra = generator.uniform(0.1, 1, (30, 9))
    angles = [np.arccos(1 - cosine(t, p)) for t, p in zip(truth, predicted, strict=True)]
    assert compute_abundance_metrics(truth, predicted)["aSAM"] == pytest.approx(np.mean(angles))
    mixed = predicted @ endmembers.T
    divergences = entropy(spectra, mixed, base=2, axis=1) + entropy(mixed, spectra, base=2, axis=1)
    metrics = compute_reconstruction_metrics(spectra, predicted, endmembers)
    assert metrics["rSID"] == pytest.approx(divergences.sum(), rel=1e-5)
    assert metrics["rSIDPerPixel"] == pytest.approx(divergences.mean(), rel=1e-5)


def test_identical_abundances_have_no_error():
    truth = np.random.default_rng(1).dirichlet(np.ones(3), 20)
    metrics = compute_abundance_metrics(truth, truth)
    assert metrics["aRMSE"] == metrics["overallRMSE"] == 0
    assert metrics["aSAM"] == pytest.approx(0, abs=1e-7)
    assert metrics["class0R2"] == 1


def test_pixels_that_a_metric_skips_are_counted_and_the_rest_measured():
    predicted = np.vstack([PREDICTED, [0, 0]])
    metrics = compute_abundance_metrics(np.vstack([TRUTH, [1, 0]]), predicted)
    assert metrics["n_skipped_angles"] == 1
    assert metrics["aSAM"] == compute_abundance_metrics(TRUTH, PREDICTED)["aSAM"]
    spectra = np.array([[1.0, 2.0], [-1.0, 2.0]])
    assert compute_reconstruction_metrics(spectra, PREDICTED, np.eye(2))["n_skipped_rSID"] == 1
