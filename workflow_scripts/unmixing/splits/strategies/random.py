"""Labels anywhere, tests anywhere else: the permutation of the reference.

The head may be labelled and the tail is tested, so neighbours of labelled pixels are tested too.
"""

import numpy as np

from unmixing.scenes.scene import Scene
from unmixing.splits.strategy import Drawn, Strategy


def draw(scene: Scene, n_test: int | None, seed: int) -> Drawn:
    """Draw a permutation of the valid pixels, with `numpy.random.RandomState`."""
    valid = np.flatnonzero(scene.valid).astype(np.int32)
    pixels = valid[np.random.RandomState(seed).permutation(len(valid))]
    if n_test is None:
        return Drawn(pixels, None, "")
    n_untested = len(pixels) - n_test
    return Drawn(pixels[:n_untested], pixels[n_untested:], "")


STRATEGY = Strategy(
    draw=draw,
    words="random pixels",
    needs_image=False,
    tests_the_rest=True,
)
