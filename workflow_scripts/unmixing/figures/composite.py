"""The colours of a scene."""

import numpy as np

from unmixing.figures.images import MOST_PIXELS
from unmixing.scenes.cube import divide_rows, find_step
from unmixing.scenes.scene import Scene

RGB_MICROMETRES = (0.65, 0.55, 0.45)
# Without wavelengths any three bands serve, and the label says so.
RGB_SHARES = (0.75, 0.5, 0.25)


def compose_colours(scene: Scene) -> np.ndarray:
    """Return an image of three bands, (height, width, 3) in 0 to 1; white without a spectrum.

    Of a large scene it has some rows and columns, evenly spaced.
    """
    if scene.wavelengths is not None:
        bands = [int(np.abs(scene.wavelengths - at).argmin()) for at in RGB_MICROMETRES]
    else:
        bands = [int(share * scene.shape[2]) for share in RGB_SHARES]
    step = find_step(scene.shape, MOST_PIXELS)
    some = [
        scene.cube[rows.start : rows.stop : step, ::step][..., bands]
        for rows in divide_rows(scene.cube, step)
    ]
    colours = np.concatenate(some)
    colours = np.where(np.isfinite(colours), colours, np.nan)
    low, high = np.nanpercentile(colours, (2, 98), axis=(0, 1))
    image = np.clip((colours - low) / np.maximum(high - low, np.finfo(float).tiny), 0, 1)
    return np.nan_to_num(image, nan=1)


def label_composite(scene: Scene) -> str:
    """Say whether the composite shows true colours, which needs wavelengths."""
    return "true colour" if scene.wavelengths is not None else "false colour"
