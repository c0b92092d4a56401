"""How a scene is judged from its own spectra: which pixels tell, and how clear they are."""

from typing import NamedTuple

import numpy as np

from unmixing.regressors.directions import scale_to_length_one
from unmixing.scenes.cube import Cube, in_parts, spectra_at

# Pixels (n,) counted row by row, and their labels (n, p).
LabelledPixels = tuple[np.ndarray, np.ndarray]
# More pixels make the same finding slower.
MOST_PIXELS = 2000
CLEAREST, STRICTNESS = 0.9, 2.5
# Other pixels of the same image may be fitted better by chance: on Samson and Jasper Ridge, labels
# of one plot leave no less than 0.7 times as much at any other place.
CLEAREST_ELSEWHERE = 0.6


def telling_pixels(cube: Cube, abundances: np.ndarray) -> LabelledPixels:
    """Choose labelled pixels, evenly where there are many.

    Parameters
    ----------
    cube : Cube
        (..., bands), an image or its pixels row by row.
    abundances : ndarray
        (..., p) of the same pixels, NaN where one is not labelled.

    Returns
    -------
    pixels : ndarray
        (n,) counted row by row, none of zeros.
    labels : ndarray
        (n, p) float64.
    """
    labelled = np.flatnonzero(np.isfinite(abundances).all(axis=-1))
    seen = [some[_tell(spectra_at(cube, some))] for some in in_parts(labelled, cube.shape[-1])]
    pixels = np.concatenate([labelled[:0], *seen])
    pixels = pixels[np.linspace(0, len(pixels) - 1, min(len(pixels), MOST_PIXELS)).astype(int)]
    return pixels, abundances.reshape(-1, abundances.shape[-1])[pixels].astype(np.float64)


def _tell(spectra: np.ndarray) -> np.ndarray:
    """Say which spectra (n, bands) are measured and not all zero: (n,) bool."""
    tell: np.ndarray = np.isfinite(spectra).all(axis=-1) & spectra.any(axis=-1)
    return tell


class Evidence(NamedTuple):
    """How two readings of the same labelled pixels fit their spectra.

    Attributes
    ----------
    as_given, otherwise : float
        Share of the spectra that the best linear mixtures leave of the scene as it is given, and
        read otherwise.
    n_telling : float
        Pixels that the two label differently, each counted by the share that differs.
    n_endmembers : int
        Of the scene.
    clearest : float
        The largest ratio that may be clear.
    """

    as_given: float
    otherwise: float
    n_telling: float
    n_endmembers: int
    clearest: float = CLEAREST

    @property
    def ratio(self) -> float:
        """Share left read otherwise over that left as given."""
        return self.otherwise / self.as_given if self.as_given > 0 else np.inf

    @property
    def clear(self) -> float:
        """The ratio below which the other reading is right beyond doubt.

        It is the smaller of `clearest` and 1 - 2.5 sqrt(p / n): p endmembers fit n pixels the
        better, in any reading, the fewer they are. With 6 p pixels or fewer it is not positive.
        """
        share = self.n_endmembers / max(self.n_telling, self.n_endmembers)
        return min(self.clearest, 1 - STRICTNESS * float(np.sqrt(share)))

    @property
    def is_clear(self) -> bool:
        """Whether the other reading is right beyond doubt."""
        return self.ratio < self.clear

    @property
    def is_doubtful(self) -> bool:
        """Whether the other reading fits so well that a reader should look."""
        return self.ratio < (1 + self.clear) / 2


def compared(directions: np.ndarray, as_given: np.ndarray, otherwise: np.ndarray) -> list[Evidence]:
    """Compare how labels mix spectra with how others do, where both are known.

    Parameters
    ----------
    directions : ndarray
        (n, bands) spectra of length one: most of what mixing leaves of a right scene is brightness.
    as_given : ndarray
        (n, p) float64, NaN where a pixel is not labelled.
    otherwise : ndarray
        (sets, n, p) float64, NaN too.

    Returns
    -------
    For each of the other sets
    """
    both = np.isfinite(as_given).all(axis=-1) & np.isfinite(otherwise).all(axis=-1)
    given, others = (np.where(both[..., None], labels, 0) for labels in (as_given, otherwise))
    n_telling = np.abs(given - others).sum(axis=(1, 2)) / 2
    left = (_left(directions, labels, both) for labels in (given, others))
    p = as_given.shape[-1]
    return [
        Evidence(float(before), float(after), float(n), p)
        for before, after, n in zip(*left, n_telling, strict=True)
    ]


def unexplained(spectra: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of how spectra differ that labels do not explain: 0 of all, 1 of nothing.

    It compares readings of labels on different pixels, which may differ in how much they vary.

    Parameters
    ----------
    spectra : ndarray
        (n, bands), compared at length one; without any, the share is infinite.
    labels : ndarray
        (n, p), finite.
    """
    if not len(spectra):
        return np.inf
    directions = scale_to_length_one(spectra)
    mean = directions.mean(axis=0)
    variation = np.sum(directions**2) - len(directions) * mean @ mean
    products = labels.T @ directions
    gram = labels.T @ labels
    explained = np.sum(products * (np.linalg.pinv(gram, hermitian=True) @ products))
    left = np.sum(directions**2) - explained
    return float(np.sqrt(max(left, 0) / variation)) if variation > 0 else np.inf


def _left(directions: np.ndarray, labels: np.ndarray, shared: np.ndarray) -> np.ndarray:
    """Fit endmembers to each set of labels, and return the share of spectra that they leave.

    Labels (sets, n, p) are zeros where a pixel takes no part, as `shared` (sets, n) says.
    """
    gram = labels.transpose(0, 2, 1) @ labels
    products = np.tensordot(labels, directions, axes=(1, 0))
    explained = np.sum(products * (np.linalg.pinv(gram, hermitian=True) @ products), axis=(1, 2))
    whole = shared.sum(axis=1)
    return np.sqrt(np.clip(whole - explained, 0, None) / np.maximum(whole, 1))
