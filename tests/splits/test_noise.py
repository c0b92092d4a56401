"""Noise is as strong as asked, where it was asked for, and the same for all methods."""

import numpy as np
import pytest

from unmixing.linear_mixing import fcls
from unmixing.splits.condition import Noise
from unmixing.splits.drawing import draw_split
from unmixing.splits.noise import apply_noise, make_noisy_labels, project_on_simplex


def noise_of(scene, noisy):
    return noisy.cube.astype(float) - scene.cube


@pytest.mark.parametrize("snr", [0.0, 10.0, 30.0])
def test_spectra_have_the_noise_that_was_asked_for(small_scene, snr):
    split = draw_split(small_scene.valid, 0, 100, 0.1, 100)
    noisy = apply_noise(small_scene, split, Noise(snr), 3)
    ratio = np.mean(small_scene.cube.astype(float) ** 2) / np.mean(
        noise_of(small_scene, noisy) ** 2
    )
    assert 10 * np.log10(ratio) == pytest.approx(snr, abs=0.2)
    again = apply_noise(small_scene, split, Noise(snr), 3)
    np.testing.assert_array_equal(again.cube, noisy.cube)
    other = apply_noise(small_scene, split, Noise(snr), 4)
    assert not np.array_equal(other.cube, noisy.cube)
    assert noisy.labels is not None and np.array_equal(noisy.labels, small_scene.labels)


@pytest.mark.parametrize("noise_on", ["train", "test"])
def test_noise_is_on_the_pixels_that_were_named(small_scene, noise_on):
    split = draw_split(small_scene.valid, 0, 100, 0.1, 100)
    noisy = apply_noise(small_scene, split, Noise(20.0, noise_on), 0)
    changed = noise_of(small_scene, noisy).any(axis=-1).ravel()
    tested = np.zeros(changed.size, bool)
    tested[split.test] = True
    np.testing.assert_array_equal(changed, tested if noise_on == "test" else ~tested)


def test_labels_are_off_by_what_was_asked_for_and_stay_abundances():
    for p in (2, 5):
        even = np.full((20000, p), 1 / p)
        noisy = make_noisy_labels(even, 0.03, np.arange(20000), 0)
        error = np.sqrt(np.mean((noisy - even) ** 2))
        assert error == pytest.approx(0.03 * np.sqrt(1 - 1 / p), rel=0.03)
    pure = np.tile([1.0, 0, 0], (1000, 1))
    noisy = make_noisy_labels(pure, 0.2, np.arange(1000), 0)
    assert (noisy >= 0).all() and np.allclose(noisy.sum(axis=1), 1, atol=1e-6)
    assert (noisy[:, 1] > 0).any()


def test_the_nearest_abundances_are_those_of_fcls_with_unit_vectors():
    points = np.random.default_rng(0).normal(0.3, 0.5, (500, 4))
    np.testing.assert_allclose(project_on_simplex(points), fcls(points, np.eye(4)), atol=1e-9)


def test_only_labels_that_train_or_validate_are_perturbed_and_alike_at_all_sizes(small_scene):
    small, large = (draw_split(small_scene.valid, 0, n, 0.1, 100) for n in (50, 100))
    noisy = apply_noise(small_scene, small, Noise(label_noise=0.1), 0)
    labelled = np.r_[small.train, small.validation]
    changed = (noisy.labels != small_scene.labels).any(axis=1)
    assert changed[labelled].mean() > 0.9
    assert not np.delete(changed, labelled).any()
    of_large = apply_noise(small_scene, large, Noise(label_noise=0.1), 0)
    np.testing.assert_array_equal(of_large.labels[labelled], noisy.labels[labelled])


def test_no_noise_is_the_scene_itself(small_scene):
    split = draw_split(small_scene.valid, 0, 50, 0.1, 100)
    assert apply_noise(small_scene, split, Noise(), 0) is small_scene
