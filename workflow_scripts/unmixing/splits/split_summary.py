"""What the labelled pixels of a split hold, and how far the tested ones lie from them."""

from typing import Any

import numpy as np
from scipy.spatial import KDTree

from unmixing.scenes.scene import Scene
from unmixing.splits.split import Split


def summarise_split(scene: Scene, split: Split) -> dict[str, Any]:
    """Summarise a split.

    Returns
    -------
    dict
        `labelled_abundances` and `test_abundances` (endmembers,): mean abundances of the labelled
        and of the test pixels. `distance`: median over test pixels of the distance to the nearest
        labelled pixel, in pixels.
    """
    labelled = np.concatenate([split.validation, split.train])
    places = [
        np.column_stack(np.unravel_index(pixels, scene.valid.shape))
        for pixels in (labelled, split.test)
    ]
    distances, _ = KDTree(places[0]).query(places[1])
    return {
        "labelled_abundances": scene.labels[labelled].mean(axis=0),
        "test_abundances": scene.labels[split.test].mean(axis=0),
        "distance": float(np.median(distances)),
    }
