"""Pixels that train in addition to a scene's own labels, or instead of them."""

from typing import NamedTuple

import numpy as np


class Pixels(NamedTuple):
    """An image of training pixels, NaN where there are none.

    Attributes
    ----------
    cube : ndarray
        (height, width, bands) float32, in the units and bands of the scene.
    abundances : ndarray
        (height, width, p) float32, in the order of the scene's endmembers.
    validating : ndarray or None
        (height, width) bool, which of them validate if no label of the scene does; None draws them.
    """

    cube: np.ndarray
    abundances: np.ndarray
    validating: np.ndarray | None = None

    @property
    def labelled(self) -> np.ndarray:
        """Pixels with a whole spectrum and label: (height, width) bool."""
        return np.isfinite(self.cube).all(-1) & np.isfinite(self.abundances).all(-1)
