"""Added pixels train, whatever the image they come from, and nothing else of a run changes."""

import dataclasses

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.prediction.all_labels import use_all_labels
from unmixing.scenes.library import find_library
from unmixing.sources.adding import add_pixels
from unmixing.sources.library_mixtures import make_mixtures
from unmixing.sources.other_scene import borrow_pixels, leave_out_same_places
from unmixing.sources.pixels import Pixels
from unmixing.splits.drawing import draw_split
from unmixing.splits.patches import extract_patches

from shared import simulated


@pytest.fixture(scope="module")
def other():
    """Return a wider scene with other spectra of the same surfaces, some pixels unknown."""
    scene = simulated(seed=5, shape=(18, 31, 80))
    cube = scene.cube.copy()
    cube[3, 4:9] = np.nan
    return dataclasses.replace(scene, cube=cube)


@pytest.fixture(scope="module")
def split(small_scene):
    return draw_split(small_scene.valid, seed=0, train_size=60, val_size=0.2, test_size=200)


@pytest.mark.parametrize("size", [1, 3, 5])
@pytest.mark.parametrize("keeps_labels", [True, False])
def test_patches_are_those_of_each_image_alone(small_scene, other, split, size, keeps_labels):
    theirs = borrow_pixels(other, "other", small_scene)
    mixtures = make_mixtures(small_scene, seed=0)
    scene, longer = add_pixels(
        small_scene, split, [mixtures, theirs], keeps_labels, neighbourhood_size=size, seed=0
    )
    ours = extract_patches(small_scene.cube, split.test, size)
    np.testing.assert_array_equal(extract_patches(scene.cube, longer.test, size), ours)
    np.testing.assert_array_equal(scene.labels[longer.test], small_scene.labels[split.test])

    added = extract_patches(theirs.cube, np.flatnonzero(theirs.labelled), size)
    known = {patch.tobytes() for patch in added}
    trained = np.concatenate([longer.train, longer.validation])
    patches = extract_patches(scene.cube, trained, size)
    assert known <= {patch.tobytes() for patch in patches}
    n_mixtures = int(mixtures.labelled.sum())
    labelled = split.n_labelled if keeps_labels else 0
    assert len(trained) == labelled + n_mixtures + len(added)
    assert len(np.unique(trained)) == len(trained)


def test_with_labels_their_own_pixels_validate(small_scene, other, split):
    theirs = borrow_pixels(other, "other", small_scene)
    scene, longer = add_pixels(small_scene, split, [theirs], True, 1, seed=0)
    np.testing.assert_array_equal(
        scene.labels[longer.validation], small_scene.labels[split.validation]
    )
    # Estimators choose on the first pixels: those of the scene itself.
    np.testing.assert_array_equal(
        scene.labels[longer.train[: len(split.train)]], small_scene.labels[split.train]
    )


def test_without_labels_none_of_the_scene_is_used(small_scene, other, split):
    theirs = borrow_pixels(other, "other", small_scene)
    scene, longer = add_pixels(small_scene, split, [theirs], False, 1, seed=0)
    trained = np.concatenate([longer.train, longer.validation])
    assert trained.min() >= small_scene.shape[0] * scene.shape[1]
    share = len(longer.validation) / len(trained)
    assert share == pytest.approx(len(split.validation) / split.n_labelled, abs=0.01)


def test_another_scene_is_brought_to_the_order_and_bands_of_this_one(small_scene):
    other = simulated(seed=5)
    turned = dataclasses.replace(
        other,
        names=(other.names[2], other.names[0], other.names[1]),
        abundances=other.abundances[..., [2, 0, 1]],
    )
    np.testing.assert_array_equal(
        borrow_pixels(turned, "other", small_scene).abundances, other.abundances
    )
    finer = np.linspace(0.36, 2.49, 240)
    spectra = np.stack([np.interp(finer, other.wavelengths, s) for s in other.cube.reshape(-1, 80)])
    sharp = dataclasses.replace(other, cube=spectra.reshape(24, 20, 240), wavelengths=finer)
    back = borrow_pixels(sharp, "other", small_scene).cube
    assert back.shape == small_scene.shape
    assert np.abs(back - other.cube).max() < 0.05 * other.cube.max()


def test_tested_places_do_not_train_where_another_image_shows_them(small_scene, split):
    """Two sensors over the same ground have the same labels, in any order of endmembers."""
    hazy = simulated(seed=3, haze=0.3)
    turned = dataclasses.replace(
        hazy,
        names=(hazy.names[2], hazy.names[0], hazy.names[1]),
        abundances=hazy.abundances[..., [2, 0, 1]],
    )
    for same in (hazy, turned):
        theirs = borrow_pixels(same, "hazy", small_scene)
        left = leave_out_same_places(theirs, small_scene, split).labelled.ravel()
        assert not left[split.test].any() and not left[split.validation].any()
        assert left[split.train].all() and left.sum() == 480 - 200 - len(split.validation)
    elsewhere = borrow_pixels(simulated(seed=5), "elsewhere", small_scene)
    assert leave_out_same_places(elsewhere, small_scene, split) is elsewhere


def test_a_map_keeps_what_another_image_shows_of_its_labelled_places(small_scene):
    everywhere = use_all_labels(small_scene, seed=0, val_size=0.1)
    theirs = borrow_pixels(simulated(seed=3, haze=0.3), "hazy", small_scene)
    left = leave_out_same_places(theirs, small_scene, everywhere).labelled.ravel()
    assert left[everywhere.train].all() and not left[everywhere.validation].any()


def test_what_does_not_fit_is_refused_with_a_remedy(small_scene):
    other = simulated(seed=5)
    for changes, words in (
        ({"names": ("road", "soil", "tree")}, "give the same surfaces the same names"),
        ({"cube": other.cube * 10_000}, "times as bright"),
        ({"wavelengths": other.wavelengths + 1}, r"do not reach \d+ bands"),
        ({"wavelengths": None, "cube": other.cube[..., :60]}, "give both scenes wavelengths"),
    ):
        with pytest.raises(UserError, match=words):
            borrow_pixels(dataclasses.replace(other, **changes), "other", small_scene)


def test_mixtures_are_of_the_library_and_hold_spectra_of_the_scenes_endmembers_alone(small_scene):
    rng = np.random.default_rng(0)
    library = rng.uniform(size=(80, 7))
    classes = ("soil", "road", "snow", "vegetation", "road", "soil", "vegetation")
    scene = dataclasses.replace(small_scene, library=library, library_classes=classes)
    found = find_library(scene)
    np.testing.assert_array_equal(found.spectra, library[:, [0, 1, 3, 4, 5, 6]])
    assert [scene.names[one] for one in found.classes] == [c for c in classes if c != "snow"]
    mixtures = make_mixtures(scene, seed=1)
    assert isinstance(mixtures, Pixels) and mixtures.labelled.all()
    shares = mixtures.abundances[:, 0]
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-6)
    coefficients = np.linalg.lstsq(found.spectra, mixtures.cube[:, 0].T, rcond=None)[0].T
    np.testing.assert_allclose(coefficients @ np.eye(3)[found.classes], shares, atol=1e-4)


def test_mixtures_of_other_spectra_validate_where_no_label_does(small_scene, split):
    """A band a spectrum shows which spectra a mixture holds."""
    classes = np.repeat(["road", "soil", "vegetation"], [20, 9, 1])
    library = np.vstack([np.eye(30), np.zeros((50, 30))])
    scene = dataclasses.replace(small_scene, library=library, library_classes=tuple(classes))
    mixtures = make_mixtures(scene, seed=2)
    longer, other = add_pixels(scene, split, [mixtures], False, 1, seed=0)
    spectra = longer.cube.reshape(-1, 80)[:, :30]
    trained, validated = (
        set(np.flatnonzero(spectra[pixels].any(axis=0)))
        for pixels in (other.train, other.validation)
    )
    # A fifth of the spectra of each class; the only one of a class trains and validates.
    assert len(validated) == 4 + 2 + 1 and trained & validated == {29}
    assert trained | validated == set(range(30))
    assert len(other.validation) == 200 + 7
    _, with_labels = add_pixels(scene, split, [mixtures], True, 1, seed=0)
    assert len(with_labels.train) == len(split.train) + 1200 + 31


def test_a_scene_without_a_library_mixes_its_endmembers(small_scene):
    found = find_library(dataclasses.replace(small_scene, library=None))
    np.testing.assert_array_equal(found.spectra, small_scene.endmembers)
    assert found.classes.tolist() == [0, 1, 2]
    assert find_library(dataclasses.replace(small_scene, endmembers=None)) is None
