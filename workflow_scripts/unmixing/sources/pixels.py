"""Pixels that train in addition to a scene's own labels, or instead of them."""

from typing import NamedTuple

import numpy as np


class Pixels(NamedTuple):
    """An image of training pixels, NaN where there are none.

    The cube (height, width, bands) float32 is in the units and bands of the scene, and the
    abundances (height, width, p) float32 in the order of its endmembers. `validating` (height,
    width) bool tells which of them validate if no label of the scene does; None draws them.
    """

    cube: np.ndarray
    abundances: np.ndarray
    validating: np.ndarray | None = None

    @property
    def labelled(self) -> np.ndarray:
        """Pixels with a whole spectrum and label: (height, width) bool."""
        return np.isfinite(self.cube).all(-1) & np.isfinite(self.abundances).all(-1)
