"""The order in which pixels are labelled: by their spectra, never by their labels.

A study labels the first n pixels, so sizes nest. Spectra are scaled to length one and reduced to
ten principal components.
"""

from collections.abc import Callable

import numpy as np
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA
from sklearn.metrics import pairwise_distances
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

COMPONENTS = 10
# The number of spectra searched for clusters and extremes; more would take minutes.
LOOKED_AT = 5000
CLUSTERS = 12
FEWEST_CENTRES, MOST_CENTRES = 8, 1024
MOST_EXTREMES = 2000


def choose_sampling_order(spectra: np.ndarray, sampling: str, seed: int) -> np.ndarray:
    """Return the order in which pixels are labelled.

    `stratified`: in turn from twelve clusters of k-means, at random within each, so rare surfaces
    come early. `k_means`: for 8, 16, 32 ... up to 1,024 centres, the pixel nearest to the centre of
    each cluster without a labelled pixel, the largest cluster first; then the rest as they come.
    About as many pixels are labelled as there are centres, and they nest.
    `kennard_stone`: the two spectra that are farthest apart, then always the one farthest from all
    before (Kennard & Stone, Technometrics 11(1), 1969), for 2,000 of at most 5,000 pixels; then the
    rest as they come.

    Parameters
    ----------
    spectra : ndarray
        (n, bands), in random order.
    seed : int
        For the clustering.

    Returns
    -------
    (n,) positions
    """
    # Sums over several threads round differently, which may change the nearest or farthest pixel.
    with threadpool_limits(1):
        return ORDERS[sampling](_reduced(spectra), seed)


def _reduced(spectra: np.ndarray) -> np.ndarray:
    directions = normalize(np.asarray(spectra, np.float64))
    components = min(COMPONENTS, *directions.shape)
    fitted = PCA(components, random_state=0).fit(directions[:LOOKED_AT])
    reduced: np.ndarray = fitted.transform(directions)
    return reduced


def _completed(first: list[int], count: int) -> np.ndarray:
    """Put the pixels that were not chosen after those that were."""
    rest = np.ones(count, bool)
    rest[first] = False
    return np.concatenate([np.array(first, int), np.flatnonzero(rest)])


def _stratified(points: np.ndarray, seed: int) -> np.ndarray:
    clusters = KMeans(min(CLUSTERS, len(points)), n_init=4, random_state=seed)
    cluster = clusters.fit(points[:LOOKED_AT]).predict(points)
    turn = np.zeros(len(points), int)
    for label in np.unique(cluster):
        members = np.flatnonzero(cluster == label)
        turn[members] = np.arange(len(members))
    # Pixels come in random order, so the order within a turn is random.
    return np.argsort(turn, kind="stable")


def _k_means(points: np.ndarray, seed: int) -> np.ndarray:
    chosen: list[int] = []
    count = FEWEST_CENTRES
    while count <= min(MOST_CENTRES, len(points)):
        clusters = MiniBatchKMeans(count, n_init=1, batch_size=4096, random_state=seed)
        clusters.fit(points[: max(LOOKED_AT, 4 * count)])
        cluster = clusters.predict(points)
        distance = np.linalg.norm(points - clusters.cluster_centers_[cluster], axis=1)
        sizes = np.bincount(cluster, minlength=count)
        sizes[cluster[chosen]] = 0
        for label in np.argsort(-sizes, kind="stable")[: np.count_nonzero(sizes)]:
            members = np.flatnonzero(cluster == label)
            chosen.append(int(members[distance[members].argmin()]))
        count *= 2
    return _completed(chosen, len(points))


def _kennard_stone(points: np.ndarray, seed: int) -> np.ndarray:
    looked_at = points[:LOOKED_AT]
    wanted = min(MOST_EXTREMES, len(looked_at))
    chosen = _farthest_pair(looked_at)[:wanted]
    nearest = pairwise_distances(looked_at, looked_at[chosen]).min(axis=1)
    while len(chosen) < wanted:
        nearest[chosen] = -1
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, np.linalg.norm(looked_at - looked_at[chosen[-1]], axis=1))
    return _completed(chosen, len(points))


def _farthest_pair(points: np.ndarray) -> list[int]:
    """Return the two points that are farthest apart."""
    if len(points) == 1:
        return [0]
    return list(map(int, np.unravel_index(pairwise_distances(points).argmax(), 2 * (len(points),))))


ORDERS: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "stratified": _stratified,
    "k_means": _k_means,
    "kennard_stone": _kennard_stone,
}
