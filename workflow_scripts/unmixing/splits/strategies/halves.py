"""Labels in one half of the image, tests in the other half.

The upper, lower, left and right half are labelled in turn, so use a multiple of four seeds. A half
holds half of the valid pixels, wherever they lie.

Unlike random pixels, this measures shift: the other half holds other surfaces and light.
"""

import numpy as np

from unmixing.scenes.scene import Scene
from unmixing.splits.regions import GAP, Sides, draw_apart
from unmixing.splits.strategy import Drawn, Strategy

# In turn: name, axis across which the image is halved, and whether the first half is labelled.
FOUR_HALVES = (
    ("upper half", 0, True),
    ("lower half", 0, False),
    ("left half", 1, True),
    ("right half", 1, False),
)


def draw(scene: Scene, n_test: int | None, seed: int, gap: int) -> Drawn:
    """Draw from the half whose turn it is."""
    valid = scene.valid
    region, axis, first = FOUR_HALVES[seed % len(FOUR_HALVES)]
    place = np.indices(valid.shape)[axis]
    before = place < np.median(place[valid])
    labelled = before if first else ~before
    return draw_apart(valid, Sides(labelled, ~labelled, region), gap, n_test, seed)


STRATEGY = Strategy(
    draw=draw,
    words="pixels of the other half of the image than the tested ones",
    keys={"gap": GAP},
    regions="halves",
    n_regions=len(FOUR_HALVES),
    by_shape=True,
)
