"""Bands of another image are found, or resampled, by wavelength."""

from pathlib import Path

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.prediction.bands import match_bands
from unmixing.prediction.images import Image
from unmixing.scenes.scene import make_scene

WANTED = np.linspace(0.5, 0.9, 21)


def scene_of(lengths, bands=21):
    return make_scene(np.ones((2, 2, bands)), np.ones((2, 2, 1)), ["a"], wavelengths=lengths)


def image_of(lengths, bands=None, bad=None):
    shape = (2, 2, len(lengths) if bands is None else bands)
    return Image(Path("other.hdr"), shape, (1, 2), print, lengths, bad)


def smooth(lengths):
    """Return a spectrum that is nearly straight within a band."""
    return 0.3 + 0.1 * np.sin(8 * lengths)


def test_bands_of_the_scene_are_taken_out_of_more():
    more = np.sort([*WANTED, 0.42, 0.61, 1.1])[::-1]
    found = match_bands(image_of(more), scene_of(WANTED))
    np.testing.assert_allclose(found.bring(more[found.used]), WANTED)
    assert "3 of its 24 bands are not among those of the scene" in found.note


def test_other_bands_are_resampled():
    # Finer, in no order, and one of them is bad.
    own = np.random.default_rng(0).permutation(np.linspace(0.45, 0.95, 203))
    bad = np.arange(len(own)) == 50
    spectrum = np.where(bad, 1e6, smooth(own))
    found = match_bands(image_of(own, bad=bad), scene_of(WANTED))
    brought = found.bring(spectrum[found.used][None, None])
    assert brought.shape == (1, 1, len(WANTED))
    np.testing.assert_allclose(brought[0, 0], smooth(WANTED), atol=2e-3)
    assert "resampled to the 21 of the scene" in found.note


def test_an_image_that_does_not_reach_all_bands_is_refused():
    with pytest.raises(UserError, match=r"does not reach \d+ bands of the scene \(.* to 0\.9\)"):
        match_bands(image_of(np.linspace(0.5, 0.8, 40)), scene_of(WANTED))


def test_without_wavelengths_bands_are_counted():
    found = match_bands(image_of(None, bands=21), scene_of(WANTED))
    assert list(found.used) == list(range(21)) and "the image names none" in found.note
    bad = np.arange(23) < 2
    assert match_bands(image_of(None, bands=23, bad=bad), scene_of(WANTED)).used[0] == 2
    with pytest.raises(
        UserError, match=r"has 20 bands and the scene 21, .* and the image has no wave"
    ):
        match_bands(image_of(None, bands=20), scene_of(WANTED))
    with pytest.raises(UserError, match="and the scene has no wavelengths"):
        match_bands(image_of(WANTED[:20]), scene_of(None))


def test_bands_that_the_scene_leaves_out_of_its_file_are_left_out_of_an_image_like_it():
    ranges = [[1, 2], [10, 10]]
    found = match_bands(image_of(None, bands=24), scene_of(WANTED), ranges)
    assert list(found.used) == [band for band in range(24) if band not in (0, 1, 9)]
    # An image that lacks them already.
    assert list(match_bands(image_of(None, bands=21), scene_of(None), ranges).used) == list(
        range(21)
    )
