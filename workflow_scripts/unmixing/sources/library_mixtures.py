"""Mixtures of a scene's library as training pixels.

Whatever is chosen on mixtures of the spectra that train fits these spectra and no others, so
mixtures of other spectra of the library validate.
"""

import numpy as np

from unmixing.method import LibrarySpectra
from unmixing.scenes.library import find_library
from unmixing.scenes.scene import Scene
from unmixing.sources.pixels import Pixels
from unmixing.synthetic_mixtures import MIXTURES, mix_in_pairs_and_triples

# The noise of a condition has the numbers 1 and 2.
STREAM = 3
# Of the spectra of each class, and of the mixtures.
VALIDATING = 0.2


def make_mixtures(scene: Scene, seed: int) -> Pixels:
    """Mix the library of a scene, as a column of pixels.

    A fifth of the spectra of each class, at least one if it has two, are mixed by themselves, into
    mixtures that validate if no label does. The only spectrum of a class is in both.

    Parameters
    ----------
    seed : int
        Of the run.
    """
    library = find_library(scene)
    assert library is not None, "the workflow refuses scenes without a library"
    generator = np.random.default_rng([seed, STREAM])
    parts = _divide(library, generator)
    counts = MIXTURES, round(VALIDATING * MIXTURES)
    mixed = [
        mix_in_pairs_and_triples(
            library.spectra.T[part],
            np.eye(scene.n_endmembers)[library.classes[part]],
            library.classes[part],
            generator,
            count,
        )
        for part, count in zip(parts, counts, strict=True)
    ]
    spectra, labels = (np.concatenate(values) for values in zip(*mixed, strict=True))
    validating = np.arange(len(spectra)) >= len(mixed[0][0])
    return Pixels(
        spectra[:, None].astype(np.float32), labels[:, None].astype(np.float32), validating[:, None]
    )


def _divide(
    library: LibrarySpectra, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of the spectra that train, and of those that validate."""
    trained, validated = [], []
    for one in np.unique(library.classes):
        places = generator.permutation(np.flatnonzero(library.classes == one))
        count = max(round(VALIDATING * len(places)), 1)
        trained.append(places[count:] if len(places) > 1 else places)
        validated.append(places[:count])
    return np.concatenate(trained), np.concatenate(validated)
