"""Folds of labelled pixels that lie as far apart as the rest of an image lies from the labels.

That is k-fold nearest-neighbour distance matching (J. Linnenbrink, C. Milà, M. Ludwig & H. Meyer,
Geoscientific Model Development 17, 2024, 5897). Labels are gathered into clusters of every size,
and those clusters make the folds whose distances are most like those of the image.
"""

import numpy as np
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial import KDTree
from scipy.stats import ks_2samp, wasserstein_distance

# More labels, or more pixels to predict, would take seconds a split.
MOST_PLACES = 2000
# Numbers of clusters that are tried, in equal ratios.
TRIED = 40
# Labels are called clustered at this level. Of random samples of 30 to 300 labels of 95 x 95 pixels
# one in ten is, since nearest neighbours come in pairs; folds then match as well.
LEVEL = 0.05
# No fold holds more of the labels.
LARGEST_SHARE = 0.5


def find_matched_folds(
    labelled: np.ndarray, unlabelled: np.ndarray, n_folds: int
) -> np.ndarray | None:
    """Find the folds whose distances match those of the pixels that have no label.

    They are found for at most 2,000 labels and 2,000 other pixels, drawn at random; further labels
    join the fold of the nearest of these.

    Parameters
    ----------
    labelled, unlabelled : ndarray
        (n, 2) rows and columns, at least `n_folds` of them labelled.
    n_folds : int
        At least two.

    Returns
    -------
    (n,) the fold of each label from 0, or None where random folds match: no pixel lacks a label, or
    labels lie no closer together than to the other pixels.
    """
    if not len(unlabelled):
        return None
    generator = np.random.default_rng(0)
    places, others = (generator.permutation(each)[:MOST_PLACES] for each in (labelled, unlabelled))
    known = KDTree(places)
    wanted, _ = known.query(others)
    apart, _ = known.query(places, k=2)
    if ks_2samp(apart[:, 1], wanted, alternative="greater", method="asymp").pvalue >= LEVEL:
        return None
    folds = min(
        _make_candidates(places, n_folds),
        key=lambda found: wasserstein_distance(measure_distances(places, found), wanted),
    )
    _, nearest = known.query(labelled)
    matched: np.ndarray = folds[nearest]
    return matched


def measure_distances(places: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Return the distance of each place (n, 2) to the nearest one of another fold: (n,)."""
    distances = np.empty(len(places))
    for fold in np.unique(folds):
        inside = folds == fold
        distances[inside], _ = KDTree(places[~inside]).query(places[inside])
    return distances


def _make_candidates(places: np.ndarray, n_folds: int) -> list[np.ndarray]:
    """Make folds of few large clusters up to those of single places; none is too large."""
    counts = np.unique(np.geomspace(n_folds, len(places), TRIED).round().astype(int))
    clusters = cut_tree(linkage(places, "ward"), n_clusters=counts).T
    made = [_merge_clusters(places, of_places, n_folds) for of_places in clusters]
    # Single places make folds as equal as can be, so one candidate is always left.
    largest = max(LARGEST_SHARE * len(places), -(-len(places) // n_folds))
    return [folds for folds in made if np.bincount(folds).max() <= largest]


def _merge_clusters(places: np.ndarray, clusters: np.ndarray, n_folds: int) -> np.ndarray:
    """Deal clusters (n,) out to folds in turn, along the first principal component of places."""
    centred = places - places.mean(axis=0)
    _, _, components = np.linalg.svd(centred, full_matrices=False)
    # Its sign is the library's choice.
    along = centred @ (components[0] * np.sign(components[0][np.abs(components[0]).argmax()]))
    means = np.bincount(clusters, along) / np.bincount(clusters)
    turns = np.argsort(np.argsort(means, kind="stable"))
    merged: np.ndarray = turns[clusters] % n_folds
    return merged
