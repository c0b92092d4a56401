"""Images of a scene in figures: their shape, and scenes that have none."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

from unmixing.scenes.cube import find_step
from unmixing.scenes.scene import Scene

NO_IMAGE = "This scene is a list or one row of pixels: there are no maps to draw."
# A longer scene is squeezed to fit its page.
LONGEST = 4.0
# A panel of a page has fewer pixels.
MOST_PIXELS = 2**18


def is_image(scene: Scene) -> bool:
    """Whether pixels have neighbours in both directions."""
    return min(scene.shape[:2]) > 1


def find_seen(scene: Scene) -> tuple[slice, slice]:
    """Return the rows and columns of the smallest rectangle with all spectra."""
    seen = scene.measured
    rows, columns = (np.flatnonzero(seen.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return slice(0, scene.shape[0]), slice(0, scene.shape[1])
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def compute_tallness(scene: Scene) -> float:
    """Return the height over the width of an image of the scene in figures."""
    height, width = scene.measured[find_seen(scene)].shape
    return float(np.clip(height / width, 1 / LONGEST, LONGEST))


def draw_image(axes: Axes, scene: Scene, values: np.ndarray, **style: Any) -> AxesImage:
    """Draw the part of an image that has spectra, (height, width) or with three colours.

    The image has all pixels of the scene, or some of its rows and columns, evenly spaced.
    """
    seen = find_seen(scene)
    rows, columns = (
        slice(part.start * shown // whole, -(-part.stop * shown // whole))
        for part, shown, whole in zip(seen, values.shape, scene.shape, strict=False)
    )
    shown = thin_out(values[rows, columns])
    height, width = seen[0].stop - seen[0].start, seen[1].stop - seen[1].start
    axes.set(xticks=[], yticks=[])
    aspect = compute_tallness(scene) * width / height
    extent = (-0.5, width - 0.5, height - 0.5, -0.5)
    return axes.imshow(shown, aspect=aspect, extent=extent, **style)


def thin_out(values: np.ndarray) -> np.ndarray:
    """Return an image of at most 262,144 pixels: of each square the largest number.

    So a single labelled pixel is seen, and NaN only where nothing else is.
    """
    step = find_step(values.shape, MOST_PIXELS)
    if step == 1:
        return values
    height, width = values.shape[:2]
    of_rows = np.fmax.reduceat(values, np.arange(0, height, step), axis=0)
    thinned: np.ndarray = np.fmax.reduceat(of_rows, np.arange(0, width, step), axis=1)
    return thinned
