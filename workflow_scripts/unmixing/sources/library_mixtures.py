"""Mixtures of a scene's library as training pixels."""

import numpy as np

from unmixing.scenes.library import find_library
from unmixing.scenes.scene import Scene
from unmixing.sources.pixels import Pixels
from unmixing.synthetic_mixtures import mix_in_pairs_and_triples

# The noise of a condition has the numbers 1 and 2.
STREAM = 3


def make_mixtures(scene: Scene, seed: int) -> Pixels:
    """Mix the library of a scene, as a column of pixels.

    Parameters
    ----------
    seed : int
        Of the run.
    """
    library = find_library(scene)
    assert library is not None, "the workflow refuses scenes without a library"
    labels = np.eye(scene.n_endmembers)[library.classes]
    generator = np.random.default_rng([seed, STREAM])
    mixed = mix_in_pairs_and_triples(library.spectra.T, labels, library.classes, generator)
    return Pixels(*(values[:, None].astype(np.float32) for values in mixed))
