"""Pixels that are unlike every labelled one are found, and told to a reader."""

import re

import numpy as np
import pytest
from scipy.spatial.distance import cdist, pdist

from unmixing.report.applicability import share_outside
from unmixing.scenes import applicability
from unmixing.scenes.applicability import find_applicability
from unmixing.scenes.audit import SHARE_OUTSIDE, audit
from unmixing.scenes.groups import LAYER
from unmixing.scenes.scene import Layer, changed
from unmixing.vocabulary import UNMIXING

from shared import simulated

SHAPE = (30, 40, 12)


@pytest.fixture(scope="module")
def whole():
    return simulated(shape=SHAPE, seed=2, snr=40)


@pytest.fixture(scope="module")
def plots():
    """Return the number of each of 12 plots of 3 x 3 pixels, -1 elsewhere."""
    numbers = np.full(SHAPE[:2], -1)
    for number in range(12):
        row, column = divmod(number, 4)
        numbers[10 * row + 3 : 10 * row + 6, 10 * column + 3 : 10 * column + 6] = number
    return numbers


def labelled_at(scene, labelled, **changes):
    abundances = np.where(labelled[..., None], scene.abundances, np.nan)
    return changed(scene, abundances=abundances, **changes)


def by_brute_force(scene, groups):
    """Return dissimilarity, density and threshold of unlabelled pixels, from all distances."""
    cube = scene.cube.astype(float)
    cube /= np.sqrt(np.sum(cube**2, axis=-1, keepdims=True))
    labels, others = cube[scene.valid], cube[~scene.valid]
    others = (others - labels.mean(0)) / labels.std(0)
    labels = (labels - labels.mean(0)) / labels.std(0)
    typical = pdist(labels).mean()
    among = cdist(labels, labels) / typical
    own = [
        min(among[i, j] for j in range(len(labels)) if groups[i] != groups[j])
        for i in range(len(labels))
    ]
    low, high = np.percentile(own, 25), np.percentile(own, 75)
    threshold = min(high + 1.5 * (high - low), max(own))
    distances = cdist(others, labels) / typical
    return distances.min(axis=1), (distances <= threshold).sum(axis=1), threshold


@pytest.mark.parametrize("told", ["by the layer", "by patches", "single"])
def test_it_is_what_all_distances_say(told, whole, plots, monkeypatch):
    # Several blocks of pixels.
    monkeypatch.setattr(applicability, "AT_ONCE", 1000)
    labelled = plots >= 0
    if told == "single":
        labelled = np.zeros(SHAPE[:2], bool)
        labelled[:, :3] = True
    # Two neighbouring plots belong together.
    pairs = np.where(plots >= 0, plots // 2, -1)
    layers = {LAYER: Layer(pairs, tuple("abcdef"))} if told == "by the layer" else {}
    scene = labelled_at(whole, labelled, layers=layers)
    groups = {
        "by the layer": pairs[labelled],
        "by patches": plots[labelled],
        "single": np.arange(labelled.sum()),
    }[told]
    dissimilarity, density, threshold = by_brute_force(scene, groups)
    found = find_applicability(scene)
    assert found.threshold == pytest.approx(threshold)
    np.testing.assert_allclose(found.dissimilarity[~labelled], dissimilarity, rtol=1e-6)
    np.testing.assert_array_equal(found.density[~labelled], density)
    assert (found.dissimilarity[labelled] == 0).all() and np.isnan(found.density[labelled]).all()
    assert found.share_outside == pytest.approx((dissimilarity > threshold).sum() / labelled.size)


def with_water(scene):
    """Fill the lower third with a surface that no endmember is like."""
    cube = scene.cube.copy()
    noise = np.random.default_rng(0).normal(0, 0.002, cube[20:].shape)
    cube[20:] = np.linspace(0.9, 0.1, SHAPE[2]) + noise
    return changed(scene, cube=cube)


def test_a_material_without_labels_is_outside_and_others_are_inside(whole, plots):
    scene = labelled_at(with_water(whole), (plots >= 0) & (plots < 8))
    found = find_applicability(scene)
    assert found.outside[20:].all()
    assert found.outside[:20].mean() < 0.1
    assert (found.density[20:] == 0).all()
    row = audit(scene).set_index("check").loc[SHARE_OUTSIDE]
    assert row["value"] == pytest.approx(found.share_outside) and row["value"] >= 1 / 3
    assert re.match(r"3\d% of the image is unlike every labelled pixel", row["warning"])


def test_some_of_many_labels_tell_the_same(whole, plots, monkeypatch):
    scene = labelled_at(with_water(whole), (plots >= 0) & (plots < 8))
    monkeypatch.setattr(applicability, "MOST_LABELS", 40)
    found = find_applicability(scene)
    assert found.outside[20:].all() and found.outside[:20].mean() < 0.2
    assert (found.dissimilarity[scene.valid] == 0).all() and np.nanmax(found.density) <= 40


def test_shade_is_inside(whole, plots):
    scene = labelled_at(whole, plots >= 0)
    darker = changed(scene, cube=np.where((plots < 0)[..., None], scene.cube / 3, scene.cube))
    assert find_applicability(darker).share_outside == find_applicability(scene).share_outside


def test_once_it_is_labelled_it_is_inside(whole, plots):
    scene = labelled_at(with_water(whole), plots >= 0)
    assert find_applicability(scene).share_outside < 0.1
    assert audit(scene).set_index("check").loc[SHARE_OUTSIDE, "warning"] == ""


def test_nothing_of_a_fully_labelled_image_is_outside(whole):
    assert find_applicability(whole).share_outside == 0
    assert audit(whole).set_index("check").loc[SHARE_OUTSIDE, "value"] == 0
    cube = whole.cube.copy()
    cube[:5] = np.nan
    lacking = find_applicability(changed(whole, cube=cube))
    assert lacking.share_outside == 0 and np.isnan(lacking.dissimilarity[:5]).all()


def test_labels_that_do_not_differ_are_compared_with_nothing(whole):
    one = np.zeros(SHAPE[:2], bool)
    one[4, 4] = True
    scene = labelled_at(whole, one)
    assert find_applicability(scene) is None
    assert SHARE_OUTSIDE not in set(audit(scene)["check"])


def test_a_band_that_labels_do_not_tell_apart_is_left_out(whole, plots):
    cube = np.concatenate([whole.cube, np.zeros((*SHAPE[:2], 1))], axis=-1)
    with_more = changed(whole, cube=cube, endmembers=None, wavelengths=None)
    found, before = (
        find_applicability(labelled_at(scene, plots >= 0)) for scene in (with_more, whole)
    )
    np.testing.assert_allclose(found.dissimilarity, before.dissimilarity)


def test_the_report_names_scenes_with_such_pixels_alone(whole, plots):
    scenes = {
        "all_labelled": whole,
        "some_field": labelled_at(with_water(whole), (plots >= 0) & (plots < 8)),
    }
    (sentence,) = share_outside({n: audit(scene) for n, scene in scenes.items()}, UNMIXING)[""]
    assert re.match(r"3\d\.\d% of the pixels of some field are unlike", sentence)
    assert share_outside({"all_labelled": audit(whole)}, UNMIXING) == {}
