"""The library of a scene: its own, or its endmembers as a library of one spectrum each."""

import numpy as np

from unmixing.method import LibrarySpectra
from unmixing.scenes.scene import Scene


def find_library(scene: Scene) -> LibrarySpectra | None:
    """Return the spectra of a scene's library that are of its endmembers.

    Spectra of other surfaces are left out. A scene without a library has its endmembers, and None
    if it has neither.
    """
    if scene.library is None:
        if scene.endmembers is None:
            return None
        return LibrarySpectra(scene.endmembers, np.arange(scene.n_endmembers))
    names = list(scene.names)
    known = [place for place, name in enumerate(scene.library_classes) if name in names]
    classes = [names.index(scene.library_classes[place]) for place in known]
    return LibrarySpectra(scene.library[:, known], np.array(classes))
