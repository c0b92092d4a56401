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


def compute_tallness(scene: Scene) -> float:
    """Return the height over the width of an image of the scene in figures."""
    height, width, _ = scene.shape
    return float(np.clip(height / width, 1 / LONGEST, LONGEST))


def draw_image(axes: Axes, scene: Scene, values: np.ndarray, **style: Any) -> AxesImage:
    """Draw an image of the scene's pixels, (height, width) or with three colours."""
    height, width, _ = scene.shape
    axes.set(xticks=[], yticks=[])
    return axes.imshow(values, aspect=compute_tallness(scene) * width / height, **style)
