"""Orders of pixels follow their definitions, and rare spectra come early."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from unmixing.splits.sampling import CLUSTERS, choose_sampling_order


def spectra_of(n=400, seed=0):
    """Make spectra of two surfaces, one of them rare."""
    generator = np.random.default_rng(seed)
    rare = generator.uniform(size=n) < 0.02
    centres = np.where(rare[:, None], [0.9, 0.1, 0.1, 0.5], [0.2, 0.5, 0.9, 0.3])
    return centres + generator.normal(0, 0.03, (n, 4)), rare


@pytest.mark.parametrize("sampling", ["stratified", "k_means", "kennard_stone"])
def test_an_order_holds_every_pixel_once_in_any_units(sampling):
    spectra, _ = spectra_of()
    order = choose_sampling_order(spectra, sampling, 0)
    assert sorted(order) == list(range(400))
    np.testing.assert_array_equal(
        choose_sampling_order(spectra * 1024, sampling, 0)[:50], order[:50]
    )
    assert sorted(choose_sampling_order(spectra[:3], sampling, 0)) == [0, 1, 2]


@pytest.mark.parametrize("sampling", ["stratified", "k_means", "kennard_stone"])
def test_rare_spectra_come_early(sampling):
    spectra, rare = spectra_of()
    first = choose_sampling_order(spectra, sampling, 0)[:16]
    assert rare[first].sum() >= 1
    assert rare[first].mean() > rare.mean()


def test_kennard_stone_follows_its_definition():
    spectra, _ = spectra_of(60)
    points = PCA(4, random_state=0).fit_transform(normalize(spectra))
    apart = [[float(np.sqrt(sum((a - b) ** 2))) for b in points] for a in points]
    chosen = list(divmod(int(np.argmax(apart)), 60))
    while len(chosen) < 60:
        rest = [i for i in range(60) if i not in chosen]
        chosen.append(max(rest, key=lambda i: min(apart[i][j] for j in chosen)))
    np.testing.assert_array_equal(choose_sampling_order(spectra, "kennard_stone", 0), chosen)


def test_k_means_labels_what_lies_at_centres():
    """Each well-separated surface gives one of the first pixels, like the clusters of KMeans."""
    generator = np.random.default_rng(3)
    centres = normalize(generator.uniform(0.1, 1, (8, 6)))
    spectra = np.repeat(centres, 50, axis=0) + generator.normal(0, 1e-3, (400, 6))
    spectra = generator.permutation(spectra)
    points = PCA(6, random_state=0).fit_transform(normalize(spectra))
    expected = KMeans(8, n_init=10, random_state=0).fit(points)
    order = choose_sampling_order(spectra, "k_means", 0)[:8]
    assert len(set(expected.labels_[order])) == 8


def test_stratified_takes_clusters_in_turn():
    spectra, _ = spectra_of(600)
    points = PCA(4, random_state=0).fit_transform(normalize(spectra))
    clusters = KMeans(CLUSTERS, n_init=4, random_state=5).fit(points).labels_
    first = choose_sampling_order(spectra, "stratified", 5)[:CLUSTERS]
    assert len(set(clusters[first])) == CLUSTERS


@pytest.mark.parametrize("sampling", ["stratified", "k_means", "kennard_stone"])
def test_an_order_is_the_same_on_any_number_of_threads(sampling):
    generator = np.random.default_rng(0)
    endmembers = np.abs(generator.normal(size=(4, 198)).cumsum(axis=1)) + 1
    mixtures = generator.dirichlet(np.full(4, 0.5), 1800) @ endmembers
    spectra = (mixtures + generator.normal(0, 0.05, mixtures.shape)).astype(np.float32)
    orders = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            orders.append(choose_sampling_order(spectra, sampling, 0))
    np.testing.assert_array_equal(*orders)
