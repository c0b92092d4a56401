"""The map of pixels that are unlike labelled ones shows which they are."""

import numpy as np
import pytest

from learning_curves.figures.text import NothingToShowError
from unmixing.figures.applicability import applicability
from unmixing.scenes.applicability import find_applicability
from unmixing.scenes.scene import changed
from unmixing.vocabulary import UNMIXING

from drawn import read_texts


def partly_labelled(scene):
    labelled = np.zeros(scene.shape[:2], bool)
    labelled[2::6, 2::6] = True
    return changed(scene, abundances=np.where(labelled[..., None], scene.abundances, np.nan))


def test_dissimilarity_and_density_are_mapped_and_pixels_outside_marked(small_scene):
    scene = partly_labelled(small_scene)
    found = find_applicability(scene)
    assert found.outside.any()
    figure = applicability(scene, "some_field", UNMIXING)
    colours, *maps = figure.axes[:3]
    assert colours.get_title() == "true colour"
    for axes, values in zip(maps, (found.dissimilarity, found.density), strict=True):
        image, outside, labelled = (shown.get_array() for shown in axes.images)
        np.testing.assert_array_equal(np.ma.filled(image, np.nan), values)
        np.testing.assert_array_equal(~np.ma.getmaskarray(outside), found.outside)
        np.testing.assert_array_equal(~np.ma.getmaskarray(labelled), scene.valid)
    assert maps[0].images[0].get_clim() == (0, found.threshold)
    texts = read_texts(figure)
    assert "some field" in texts and f"({found.share_outside:.1%})" in " ".join(texts)


def test_a_scene_with_nothing_to_compare_says_why(small_scene):
    with pytest.raises(NothingToShowError, match="every pixel is labelled"):
        applicability(small_scene, "field", UNMIXING)
    row = changed(
        small_scene, cube=small_scene.cube[:1], abundances=small_scene.abundances[:1], layers={}
    )
    with pytest.raises(NothingToShowError, match="no maps to draw"):
        applicability(row, "field", UNMIXING)
