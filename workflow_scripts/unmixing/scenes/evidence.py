"""How a scene is judged from its own spectra: which pixels tell, and how clear they are."""

from typing import NamedTuple

import numpy as np

# More pixels make the same finding slower.
MOST_PIXELS = 2000
CLEAREST, STRICTNESS = 0.9, 2.5


def telling_pixels(cube: np.ndarray, abundances: np.ndarray) -> np.ndarray:
    """Choose labelled pixels, evenly where there are many.

    Parameters
    ----------
    cube : (height, width, bands)
    abundances : (height, width, p), NaN where a pixel is not labelled; one pixel at least is

    Returns
    -------
    (n,) pixels counted row by row, none of zeros
    """
    seen = np.isfinite(cube).all(axis=-1) & cube.any(axis=-1)
    pixels = np.flatnonzero(seen & np.isfinite(abundances).all(axis=-1))
    return pixels[np.linspace(0, len(pixels) - 1, min(len(pixels), MOST_PIXELS)).astype(int)]


class Evidence(NamedTuple):
    """How two readings of the same labelled pixels fit their spectra.

    Attributes
    ----------
    as_given, otherwise : share of the spectra that the best linear mixtures leave of the scene as
        it is given, and read otherwise
    n_telling : pixels that the two label differently, each counted by the share that differs
    n_endmembers : of the scene
    """

    as_given: float
    otherwise: float
    n_telling: float
    n_endmembers: int

    @property
    def ratio(self) -> float:
        """Share left read otherwise over that left as given."""
        return self.otherwise / self.as_given if self.as_given > 0 else np.inf

    @property
    def clear(self) -> float:
        """The ratio below which the other reading is right beyond doubt.

        It is the smaller of 0.9 and 1 - 2.5 sqrt(p / n): p endmembers fit n pixels the better, in
        any reading, the fewer they are. With 6 p pixels or fewer it is not positive.
        """
        share = self.n_endmembers / max(self.n_telling, self.n_endmembers)
        return min(CLEAREST, 1 - STRICTNESS * float(np.sqrt(share)))

    @property
    def is_clear(self) -> bool:
        """Whether the other reading is right beyond doubt."""
        return self.ratio < self.clear

    @property
    def is_doubtful(self) -> bool:
        """Whether the other reading fits so well that a reader should look."""
        return self.ratio < (1 + self.clear) / 2
