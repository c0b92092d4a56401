"""Fixtures of the tests of figures."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from unmixing.figures.predicted_pixels import PredictedPixels
from unmixing.splits.drawing import draw_split


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


@pytest.fixture
def predicted(small_scene):
    """Predict a third of the pixels, off by a little noise."""
    test = draw_split(small_scene.valid, 0, 100, 0.1, 160).test
    truth = small_scene.labels[test]
    noise = np.random.default_rng(0).normal(0, 0.05, truth.shape)
    return PredictedPixels(100, test, (truth + noise).astype(np.float32))


@pytest.fixture
def diverged(predicted):
    """Make a run that predicts no number."""
    nothing = np.full_like(predicted.abundances, np.nan)
    return predicted._replace(abundances=nothing, status="diverged")
