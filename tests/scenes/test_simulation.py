"""Simulated scenes have the truth, the texture and the noise they are asked for."""

import dataclasses

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.scenes.checks import validate_scene
from unmixing.scenes.entry import Simulation
from unmixing.scenes.importing import import_scene
from unmixing.scenes.simulation import COVARIANCES, add_haze, mix, random_field

from shared import scene_entry, simulated


def simulate(**changes):
    settings = {
        "shape": (30, 26, 60),
        "correlation_length": 5,
        "spectra_per_endmember": 1,
        "brightness_spread": 0,
        "snr": None,
    }
    return simulated(**settings | changes)


def test_linear_mixing_is_reproduced_by_its_endmembers():
    scene = simulate()
    validate_scene(scene)
    np.testing.assert_allclose(scene.cube, scene.abundances @ scene.endmembers.T, atol=1e-5)
    assert scene.wavelengths[[0, -1]] == pytest.approx([0.4, 2.45], abs=0.06)


@pytest.mark.parametrize("snr", [0, 5, 10, 20])
def test_noise_has_the_ratio_asked_for(snr):
    clean, noisy = simulate().cube, simulate(snr=snr).cube
    ratio = 10 * np.log10(np.mean(clean**2) / np.mean((noisy - clean) ** 2))
    assert ratio == pytest.approx(snr, abs=0.2)


def test_the_same_seed_gives_the_same_scene():
    noisy = {"snr": 30, "spectra_per_endmember": 4, "brightness_spread": 0.2}
    assert simulate(**noisy).hash == simulate(**noisy).hash
    assert simulate(**noisy).hash != simulate(**noisy, seed=1).hash


@pytest.mark.parametrize("covariance", COVARIANCES)
def test_random_fields_have_the_covariance_asked_for(covariance):
    generator = np.random.default_rng(0)
    fields = np.stack([random_field((32, 32), covariance, 4, generator) for _ in range(600)])
    assert fields.std() == pytest.approx(1, abs=0.05)
    for lag in (1, 3, 6):
        measured = np.mean(fields[:, :, lag:] * fields[:, :, :-lag])
        assert measured == pytest.approx(float(COVARIANCES[covariance](lag / 4)), abs=0.06)


def test_nonlinear_mixing_follows_its_formulas():
    generator = np.random.default_rng(0)
    spectra, abundances = generator.uniform(size=(5, 3, 7)), generator.dirichlet(np.ones(3), 5)
    linear = np.einsum("npb,np->nb", spectra, abundances)
    pairs = sum(
        (abundances[:, i] * abundances[:, j])[:, None] * spectra[:, i] * spectra[:, j]
        for i, j in ((0, 1), (0, 2), (1, 2))
    )
    np.testing.assert_allclose(mix(spectra, abundances, "linear", generator), linear)
    np.testing.assert_allclose(mix(spectra, abundances, "fan", generator), linear + pairs)
    bilinear = mix(spectra, abundances, "generalised_bilinear", generator)
    assert np.all((linear <= bilinear) & (bilinear <= linear + pairs))
    post = mix(spectra, abundances, "post_nonlinear", generator)
    np.testing.assert_allclose(post, linear + 0.25 * linear**2)


def test_haze_brightens_dark_surfaces_and_dims_bright_ones_most_in_the_blue():
    wavelengths = np.array([0.45, 0.55, 0.85, 2.2])
    dark, bright = add_haze(np.array([[0.0] * 4, [0.6] * 4]), wavelengths, 0.2)
    assert dark[1] == pytest.approx(0.05) and bright[1] == pytest.approx(0.05 + 0.6 * np.exp(-0.2))
    assert np.all(np.diff(dark) < 0) and np.all(np.diff(bright) > 0) and np.all(bright < 0.6)
    clear, hazy = simulate(), simulate(haze=0.2)
    np.testing.assert_array_equal(hazy.endmembers, clear.endmembers)
    expected = add_haze(clear.cube.reshape(-1, 60), clear.wavelengths, 0.2)
    np.testing.assert_allclose(hazy.cube.reshape(-1, 60), expected, rtol=1e-5)
    assert simulate(haze=0).hash == clear.hash


def test_maps_of_a_ground_truth_make_a_scene_of_its_size(real_data):
    names = ["asphalt road", "grass", "tree", "roof"]
    types = ["asphalt", "canopy", "canopy", "comp_shingle"]
    simulation = Simulation(
        endmembers=dict(sorted(zip(names, types, strict=True))),
        seed=0,
        covariance="matern",
        correlation_length=8,
        sharpness=2,
        mixing="linear",
        spectra_per_endmember=1,
        brightness_spread=0,
        snr=40,
    )
    urban = {"shape": (307, 307, 90), "n_endmembers": 4}
    entry = scene_entry(None, ["ground_truth"], simulation=simulation, **urban)
    files = {"ground_truth": real_data / "urban/end4_groundTruth.mat"}
    scene = import_scene("urban", entry, files)
    assert scene.shape == (307, 307, 90)
    assert scene.names == tuple(sorted(names))
    unlike = dataclasses.replace(simulation, endmembers={"sea": "road", "sky": "soil"})
    with pytest.raises(UserError, match="name them as the maps"):
        import_scene("urban", dataclasses.replace(entry, simulation=unlike), files)


def test_an_unknown_surface_is_refused_with_those_there_are():
    with pytest.raises(UserError, match=r"0 spectra of type 'sea'.*canopy.*soil"):
        simulate(endmembers={"sea": "sea", "soil": "soil"})


def test_more_spectra_than_the_library_has_are_refused():
    with pytest.raises(UserError, match="has 2 spectra of type 'glass' where 5"):
        simulate(endmembers={"window": "glass", "soil": "soil"}, spectra_per_endmember=5)
