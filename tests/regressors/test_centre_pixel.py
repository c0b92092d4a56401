"""The centre pixel is cut out of a flat neighbourhood."""

import numpy as np
import pytest

from unmixing.regressors.centre_pixel import CentrePixel
from unmixing.splits.patches import extract_patches


@pytest.mark.parametrize("size", [1, 3, 5])
def test_the_centre_is_the_pixel_itself(size):
    cube = np.random.default_rng(0).random((4, 6, 7), np.float32)
    flat = extract_patches(cube, np.arange(24), size).reshape(24, -1)
    np.testing.assert_array_equal(CentrePixel(7).fit(flat).transform(flat), cube.reshape(24, 7))
