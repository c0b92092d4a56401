"""Names are written as a reader says them."""

import pytest

from unmixing.vocabulary import UNMIXING


@pytest.mark.parametrize(
    ("model", "label"),
    [
        ("unmixing_pixel_based_cnn", "pixel-based CNN"),
        ("unmixing_branches_1d_3d", "branches 1D 3D"),
        ("svr_tuned", "SVR tuned"),
        ("random_forest", "random forest"),
    ],
)
def test_a_method_is_named_in_words(model, label):
    assert UNMIXING.label_method(model) == label
