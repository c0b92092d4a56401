"""Searches find the pure pixels of linear scenes, and come near them in noise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning_curves.errors import UserError
from unmixing.regressors.endmember_extraction import n_findr, spa, vca
from unmixing.scenes.simulation import add_noise, measured_spectra

SEARCHES = {
    "vca": lambda spectra, p, seed: vca(spectra, p, np.random.default_rng(seed)),
    "n_findr": lambda spectra, p, seed: n_findr(spectra, p, np.random.default_rng(seed)),
    "spa": lambda spectra, p, seed: spa(spectra, p),
}
SURFACES = ["road", "soil", "canopy", "concrete_tile"]


def linear_scene(n, bands, p, seed, shade=False):
    """Mix endmembers into pixels, one pixel of each pure: spectra and the pure rows."""
    generator = np.random.default_rng(seed)
    endmembers = generator.uniform(0.1, 1, (p, bands))
    if shade:
        endmembers[0] = 0
    abundances = generator.dirichlet(np.ones(p), n)
    pure = generator.choice(n, p, replace=False)
    abundances[pure] = np.eye(p)
    return abundances @ endmembers, pure


def noisy_scene(seed, snr):
    """Mix measured spectra, with white noise: spectra (2000, 80) and abundances (2000, 4)."""
    generator = np.random.default_rng(seed)
    endmembers = measured_spectra(SURFACES, 80, 1, generator)[1][:, 0]
    abundances = generator.dirichlet(np.full(len(SURFACES), 0.3), 2000)
    return add_noise(abundances @ endmembers, snr, generator), abundances


@pytest.mark.parametrize("search", SEARCHES)
@settings(max_examples=40, deadline=None)
@given(
    n=st.integers(20, 200),
    p=st.integers(2, 7),
    further_bands=st.integers(0, 60),
    seed=st.integers(0, 1000),
)
def test_pure_pixels_of_a_noise_free_scene_are_found(search, n, p, further_bands, seed):
    spectra, pure = linear_scene(n, p + further_bands, p, seed)
    assert set(SEARCHES[search](spectra, p, seed)) == set(pure)


@pytest.mark.parametrize("search", ["vca", "n_findr"])
def test_shade_is_an_endmember_like_the_others(search):
    spectra, pure = linear_scene(100, 30, 4, seed=0, shade=True)
    assert set(SEARCHES[search](spectra, 4, 0)) == set(pure)


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("scale", [1e-4, 1e4])
@pytest.mark.parametrize("snr", [15, 60])
def test_units_change_nothing(search, scale, snr):
    spectra, _ = noisy_scene(0, snr)
    found = SEARCHES[search](spectra, 4, 1)
    np.testing.assert_array_equal(SEARCHES[search](spectra * scale, 4, 1), found)


# Measured mean share of each endmember in the purest pixel found, over ten scenes.
PURITIES = {
    ("vca", 30): 0.933,
    ("n_findr", 30): 0.989,
    ("spa", 30): 0.865,
    ("vca", 40): 0.980,
    ("n_findr", 40): 0.991,
    ("spa", 40): 0.991,
}


@pytest.mark.parametrize(("search", "snr"), PURITIES)
def test_pixels_found_in_noise_are_as_pure_as_recorded(search, snr):
    purities = []
    for seed in range(10):
        spectra, abundances = noisy_scene(seed, snr)
        purities.extend(abundances[SEARCHES[search](spectra, 4, seed)].max(axis=0))
    assert np.mean(purities) == pytest.approx(PURITIES[search, snr], abs=0.03)


def test_the_simplex_of_n_findr_is_larger_than_any_with_one_vertex_exchanged():
    spectra, _ = noisy_scene(0, snr=20)
    centred = spectra - spectra.mean(axis=0)
    components = centred @ np.linalg.svd(centred, full_matrices=False)[2][:3].T
    points = np.column_stack([np.ones(len(spectra)), components])
    rows = SEARCHES["n_findr"](spectra, 4, 0)
    volume = abs(np.linalg.det(points[rows]))
    for i in range(4):
        exchanged = np.repeat(points[rows][None], len(points), axis=0)
        exchanged[:, i] = points
        assert np.abs(np.linalg.det(exchanged)).max() <= volume * (1 + 1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("search", ["vca", "n_findr"])
def test_random_draws_follow_the_seed(search):
    spectra, _ = noisy_scene(0, snr=10)
    first, second = (
        [frozenset(SEARCHES[search](spectra, 4, seed)) for seed in range(20)] for _ in range(2)
    )
    assert first == second
    assert len(set(first)) > 1


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize(
    ("spectra", "dimensions"),
    [
        (np.ones((50, 8)), "[01] dimensions"),
        (np.zeros((50, 8)), "0 dimensions"),
        (np.eye(8)[[0, 1] * 5], "[12] dimensions"),
        (np.random.default_rng(0).random((2, 8)), "the 2 spectra .* in [12] dimensions"),
        (np.random.default_rng(0).random((50, 1)), "1 dimensions"),
        (np.linspace(0.5, 1, 50)[:, None] * np.ones(8, np.float32), "1 dimensions"),
    ],
    ids=["equal", "dark", "two spectra", "two pixels", "one band", "brightness alone"],
)
def test_spectra_too_alike_for_the_endmembers_are_a_sentence(search, spectra, dimensions):
    with pytest.raises(UserError, match=rf"{dimensions}.* 4 endmembers need [34]: leave"):
        SEARCHES[search](spectra, 4, 0)
