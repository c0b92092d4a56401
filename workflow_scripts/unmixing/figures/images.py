"""Images of a scene in figures: their shape, and scenes that have none."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

from unmixing.scenes.scene import Scene

NO_IMAGE = "This scene is a list or one row of pixels: there are no maps to draw."
# A longer scene is squeezed to fit its page.
LONGEST = 4.0


def is_image(scene: Scene) -> bool:
    """Whether pixels have neighbours in both directions."""
    return min(scene.shape[:2]) > 1


def find_seen(scene: Scene) -> tuple[slice, slice]:
    """Return the rows and columns of the smallest rectangle with all pixels of the first band."""
    seen = np.isfinite(scene.cube[..., 0])
    rows, columns = (np.flatnonzero(seen.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return slice(None), slice(None)
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def compute_tallness(scene: Scene) -> float:
    """Return the height over the width of an image of the scene in figures."""
    height, width = scene.cube[find_seen(scene)].shape[:2]
    return float(np.clip(height / width, 1 / LONGEST, LONGEST))


def draw_image(axes: Axes, scene: Scene, values: np.ndarray, **style: Any) -> AxesImage:
    """Draw the part of an image that has spectra, (height, width) or with three colours."""
    shown = values[find_seen(scene)]
    height, width = shown.shape[:2]
    axes.set(xticks=[], yticks=[])
    return axes.imshow(shown, aspect=compute_tallness(scene) * width / height, **style)
