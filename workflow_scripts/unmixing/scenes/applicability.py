"""Where labels tell nothing: pixels whose spectra are unlike those of all labelled pixels.

That is the area of applicability (H. Meyer & E. Pebesma, Methods in Ecology and Evolution 12, 2021,
1620), with all bands of equal weight. Spectra have length one: unlike brightness, their shape tells
where methods err on Samson (`benchmarks/applicability.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sklearn.metrics.pairwise import euclidean_distances

from unmixing.regressors.directions import scale_to_length_one
from unmixing.scenes.cube import SMALL, find_step
from unmixing.scenes.groups import FEWEST, LAYER, find_patches
from unmixing.scenes.scene import Scene

# Distances in memory at once: 32 MiB.
AT_ONCE = 2**22
# Of more labelled pixels some are compared, evenly chosen: 40,000 took more than a minute.
MOST_LABELS = 5000
# Of more pixels as many are compared.
MOST_COMPARED = 200_000


class Applicability(NamedTuple):
    """How unlike the labelled pixels of a scene the others are.

    Attributes
    ----------
    dissimilarity : ndarray
        (height, width) float64: distance of a spectrum to the nearest labelled one, over the mean
        distance of two labelled ones. 0 where a pixel is labelled, NaN where it has no spectrum.
    density : ndarray
        (height, width) float64: number of compared labelled pixels within the threshold. NaN where
        a pixel is labelled or has no spectrum.
    threshold : float
        Dissimilarity beyond which a pixel is outside; NaN if every pixel is labelled.
    step : int
        Every `step`-th row and column of the scene is in these arrays: each, unless it is large.
    """

    dissimilarity: np.ndarray
    density: np.ndarray
    threshold: float
    step: int = 1

    @property
    def outside(self) -> np.ndarray:
        """Pixels beyond the threshold: (height, width) bool."""
        beyond: np.ndarray = self.dissimilarity > self.threshold
        return beyond

    @property
    def share_outside(self) -> float:
        """Share of the pixels with a spectrum that are beyond the threshold."""
        return float(self.outside.sum() / np.isfinite(self.dissimilarity).sum())


@dataclass(frozen=True)
class LabelledShapes:
    """The spectra of labelled pixels, which others are compared with.

    Attributes
    ----------
    labels : ndarray
        (n, bands that vary) float64, spectra of length one, scaled by `mean` and `spread`.
    varies : ndarray
        (bands,) bool, the bands in which they differ.
    mean, spread : ndarray
        (bands that vary,) float64.
    typical : float
        Mean distance of two labelled pixels.
    threshold : float
        Dissimilarity beyond which a pixel is outside.
    """

    labels: np.ndarray
    varies: np.ndarray
    mean: np.ndarray
    spread: np.ndarray
    typical: float
    threshold: float

    def compare(self, spectra: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Compare spectra (n, bands) with the labelled ones.

        Returns
        -------
        dissimilarity, density : ndarray
            (n,) float64, as in `Applicability`.
        """
        dissimilarity, density = np.empty(len(spectra)), np.empty(len(spectra))
        for some in _in_blocks(len(spectra), len(self.labels)):
            shapes = scale_to_length_one(spectra[some])
            scaled = (shapes[:, self.varies] - self.mean) / self.spread
            distances = euclidean_distances(scaled, self.labels)
            dissimilarity[some] = distances.min(axis=1) / self.typical
            density[some] = np.sum(distances <= self.threshold * self.typical, axis=1)
        return dissimilarity, density


def find_applicability(scene: Scene) -> Applicability | None:
    """Compare the spectra of all pixels with the labelled ones, or with 5,000 of these.

    Of a large scene some rows and columns are compared, evenly spaced.

    Returns
    -------
    Applicability or None
        None if labelled pixels do not differ, so that nothing can be compared with them.
    """
    step = find_step(scene.shape, MOST_COMPARED)
    has_spectrum = scene.measured[::step, ::step]
    dissimilarity = np.where(has_spectrum, 0.0, np.nan)
    density = np.full_like(dissimilarity, np.nan)
    others = np.flatnonzero(has_spectrum & ~scene.valid[::step, ::step])
    if not len(others):
        return Applicability(dissimilarity, density, np.nan, step)
    labelled = describe_labels(scene)
    if labelled is None:
        return None
    row, column = np.unravel_index(others, has_spectrum.shape)
    pixels = row * step * scene.shape[1] + column * step
    # Spectra in double precision take at most 128 MiB.
    columns = max(len(labelled.labels), AT_ONCE * scene.shape[2] // SMALL)
    for some in _in_blocks(len(others), columns):
        found = labelled.compare(scene.spectra_at(pixels[some]))
        dissimilarity.flat[others[some]], density.flat[others[some]] = found
    return Applicability(dissimilarity, density, labelled.threshold, step)


def describe_labels(scene: Scene) -> LabelledShapes | None:
    """Describe the labelled pixels of a scene, or 5,000 of them.

    Bands are scaled to the mean and standard deviation of labelled spectra of length one. The
    threshold is the upper whisker of how unlike each other labelled pixels are: of the
    dissimilarities of each to the nearest one of another group, the third quartile and 1.5 times
    the range between quartiles, or the maximum if that is less. Groups are those of the scene, else
    patches of pixels that touch; where there are fewer than four, each pixel is its own.

    Returns
    -------
    LabelledShapes or None
        None if labelled pixels do not differ.
    """
    chosen = _choose_labels(scene.valid)
    shapes = scale_to_length_one(scene.spectra_at(chosen))
    varies = np.ptp(shapes, axis=0) > 0
    if not varies.any():
        return None
    mean, spread = shapes.mean(axis=0)[varies], shapes.std(axis=0)[varies]
    labels = (shapes[:, varies] - mean) / spread
    typical, apart = _compare_labels(labels, _find_groups(scene, chosen))
    return LabelledShapes(labels, varies, mean, spread, typical, _find_whisker(apart / typical))


def _choose_labels(valid: np.ndarray) -> np.ndarray:
    """Choose labelled pixels, evenly where there are many: (n,) counted row by row."""
    labelled = np.flatnonzero(valid)
    some = np.linspace(0, len(labelled) - 1, min(len(labelled), MOST_LABELS))
    chosen: np.ndarray = labelled[some.astype(int)]
    return chosen


def _find_groups(scene: Scene, labelled: np.ndarray) -> np.ndarray:
    """Return a number of its group for each of some labelled pixels: (n,)."""
    single = np.arange(len(labelled))
    candidates = [find_patches(scene.valid).ravel()[labelled]]
    if LAYER in scene.layers:
        of_layer = scene.layers[LAYER].values.ravel()[labelled]
        # Those of no group are alone.
        candidates.insert(0, np.where(of_layer >= 0, of_layer, of_layer.max() + 1 + single))
    return next((groups for groups in candidates if len(np.unique(groups)) >= FEWEST), single)


def _compare_labels(labels: np.ndarray, groups: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the mean distance of two labels, and of each to the nearest of another group (n,)."""
    total, nearest = 0.0, np.empty(len(labels))
    for some in _in_blocks(len(labels), len(labels)):
        distances = euclidean_distances(labels[some], labels)
        total += float(distances.sum())
        distances[groups[some, None] == groups] = np.inf
        nearest[some] = distances.min(axis=1)
    return total / (len(labels) * (len(labels) - 1)), nearest


def _find_whisker(values: np.ndarray) -> float:
    """Return the upper end of the whisker of a box plot."""
    low, high = np.quantile(values, [0.25, 0.75])
    return float(min(high + 1.5 * (high - low), values.max()))


def _in_blocks(n_rows: int, n_columns: int) -> Iterator[slice]:
    """Yield blocks of rows that are few enough to be compared with all columns at once."""
    step = max(1, AT_ONCE // n_columns)
    return (slice(start, start + step) for start in range(0, n_rows, step))
