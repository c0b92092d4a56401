"""The split of the reference, drawn from a mask of valid pixels alone."""

import numpy as np

from unmixing.scenes.scene import outline
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.splits.sizes import Size
from unmixing.splits.split import Split


def draw_split(
    valid: np.ndarray, seed: int, train_size: Size, val_size: Size, test_size: Size | None
) -> Split:
    """Draw the split of the reference study: `draw_under` the default condition.

    Parameters
    ----------
    valid : ndarray
        (height, width) bool, the pixels to draw from.
    """
    return draw_under(Condition(), outline(valid), seed, train_size, val_size, test_size)
