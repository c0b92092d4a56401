"""Under every condition sizes nest, test sets stay, and no training patch holds a test pixel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.linear_model import Ridge

from learning_curves.errors import UserError
from unmixing.scenes.scene import make_scene
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_pixels, draw_under
from unmixing.splits.patches import locate_patches
from unmixing.splits.split_summary import summarise_split

SPLITS = ("random", "blocks", "halves", "plot")
SAMPLINGS = ("random", "stratified", "k_means", "kennard_stone")


def scene_of(height=40, width=50, bands=6, seed=0):
    """Make a scene without spatial structure, some of whose pixels are not labelled."""
    generator = np.random.default_rng(seed)
    abundances = generator.dirichlet([1, 1, 1], (height, width))
    abundances[0, :5] = np.nan
    cube = generator.uniform(size=(height, width, bands))
    return make_scene(cube, abundances, ["a", "b", "c"])


SCENE = scene_of()


def conditioned(split, gap=0, sampling="random"):
    options = {
        "random": {},
        "blocks": {"block_size": 8, "gap": gap},
        "halves": {"gap": gap},
        "plot": {"plot_size": 16, "gap": gap},
    }
    return Condition(split, options[split], sampling)


def plot(side, gap=0):
    return Condition("plot", {"plot_size": side, "gap": gap})


def drawn(condition, n, seed=0, test_size=200, scene=SCENE):
    return draw_under(condition, scene, seed, n, 0.1, test_size)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_sizes_nest_and_test_sets_stay(split, sampling):
    small, large = (drawn(conditioned(split, sampling=sampling), n) for n in (40, 150))
    labelled = [set(np.r_[part.train, part.validation]) for part in (small, large)]
    assert len(labelled[0]) == 40 and len(labelled[1]) == 150
    assert labelled[0] < labelled[1]
    np.testing.assert_array_equal(small.test, large.test)
    reference = drawn(conditioned(split), 40).test
    np.testing.assert_array_equal(small.test, reference)
    assert len(reference) == 200 and not labelled[1] & set(reference)
    assert SCENE.valid.ravel()[list(labelled[1])].all()
    again = drawn(conditioned(split, sampling=sampling), 40)
    np.testing.assert_array_equal(again.train, small.train)
    other = drawn(conditioned(split, sampling=sampling), 40, seed=1)
    assert set(other.test) != set(small.test)


@settings(max_examples=60, deadline=None)
@given(
    split=st.sampled_from(SPLITS[1:]),
    gap=st.integers(0, 3),
    seed=st.integers(0, 10**6),
    height=st.integers(30, 60),
    width=st.integers(30, 60),
)
def test_no_training_patch_holds_a_test_pixel(split, gap, seed, height, width):
    scene = scene_of(height, width, 2)
    split = drawn(conditioned(split, gap), 20, seed, 50, scene)
    size = 2 * gap + 1
    inside = locate_patches(np.arange(height * width), width, 1)
    patches = locate_patches(np.r_[split.train, split.validation], width, size)
    # In the padded image, whose rows are wider and begin `gap` before.
    rows, columns = np.divmod(inside[split.test, 0], width)
    tested = (rows + gap) * (width + 2 * gap) + columns + gap
    assert not np.isin(patches, tested).any()


def test_blocks_of_test_pixels_hold_no_labelled_one():
    split = drawn(conditioned("blocks"), 150)
    blocks = [
        set(zip(*(place // 8 for place in np.divmod(pixels, 50)), strict=True))
        for pixels in (split.train, split.test)
    ]
    assert not blocks[0] & blocks[1]


def test_halves_lie_across_and_all_sides_are_drawn():
    sides = set()
    for seed in range(20):
        split = drawn(conditioned("halves"), 150, seed)
        train, test = (np.divmod(pixels, 50) for pixels in (split.train, split.test))
        for axis in (0, 1):
            for sign in (1, -1):
                if (sign * train[axis]).max() <= (sign * test[axis]).min():
                    sides.add((axis, sign))
    assert len(sides) == 4


def test_a_plot_is_a_square_that_sizes_do_not_move():
    small, large = (drawn(conditioned("plot"), n) for n in (40, 230))
    rows, columns = np.divmod(np.r_[large.train, large.validation], 50)
    assert np.ptp(rows) < 16 and np.ptp(columns) < 16
    assert set(small.train) < set(np.r_[large.train, large.validation])


@pytest.mark.parametrize("test_size", [200, None])
@pytest.mark.parametrize("gap", [0, 1, 3])
def test_a_gap_takes_nothing_from_a_plot(gap, test_size):
    condition = plot(16, gap)
    for seed in range(10):
        split = drawn(condition, 200, seed, test_size)
        rows, columns = np.divmod(np.r_[split.train, split.validation], 50)
        near = (
            slice(max(place.min() - gap, 0), place.max() + gap + 1) for place in (rows, columns)
        )
        inside = np.zeros(SCENE.valid.shape, bool)
        inside[tuple(near)] = True
        assert not inside.ravel()[split.test].any()
        eligible = draw_pixels(condition, SCENE, seed, test_size).eligible
        assert len(eligible) > 256 - 6


def test_labels_of_ordered_pixels_validate_wherever_they_come():
    """Not the informative head of an order, but with random pixels the reference's head."""
    split = drawn(conditioned("halves", sampling="kennard_stone"), 150)
    head = drawn(conditioned("halves", sampling="kennard_stone"), 15)
    head = set(np.r_[head.train, head.validation])
    assert len(head & set(split.validation)) < 10
    of_random, smaller = (drawn(conditioned("halves"), n) for n in (150, 15))
    assert set(np.r_[smaller.train, smaller.validation]) == set(of_random.validation)


def test_spectra_order_pixels_and_labels_do_not():
    relabelled = make_scene(SCENE.cube, SCENE.abundances[..., ::-1], SCENE.names)
    for sampling in SAMPLINGS[1:]:
        one, other = (
            drawn(conditioned("blocks", sampling=sampling), 60, scene=scene)
            for scene in (SCENE, relabelled)
        )
        np.testing.assert_array_equal(one.train, other.train)


@pytest.mark.parametrize("split", ["blocks", "halves", "plot"])
def test_without_spatial_structure_keeping_the_test_apart_costs_nothing(split):
    """On white noise the error of a ridge is that of random pixels, within its interval."""
    generator = np.random.default_rng(7)
    abundances = generator.dirichlet([1, 1, 1], (40, 50))
    cube = abundances @ generator.uniform(size=(3, 6)) + generator.normal(0, 0.05, (40, 50, 6))
    scene = make_scene(cube, abundances, SCENE.names)
    spectra = scene.cube.reshape(-1, 6)
    ratios = []
    for seed in range(40):
        errors = []
        for kind in (split, "random"):
            part = drawn(conditioned(kind, gap=int(kind != "random")), 60, seed, 400, scene)
            fitted = Ridge(1e-3).fit(spectra[part.train], scene.labels[part.train])
            errors.append(
                np.mean((fitted.predict(spectra[part.test]) - scene.labels[part.test]) ** 2)
            )
        ratios.append(np.log(errors[0] / errors[1]) / 2)
    mean, deviation = np.mean(ratios), np.std(ratios, ddof=1) / np.sqrt(len(ratios))
    # 95 % with 40 seeds.
    assert abs(mean) < 2.02 * deviation
    assert deviation < 0.02


@pytest.mark.parametrize(
    ("condition", "n", "test_size", "words"),
    [
        (plot(41), 40, 200, "41 x 41 pixels is larger than the scene"),
        (plot(40, gap=10), 40, None, "leaves no pixel to test"),
        (conditioned("halves"), 40, 0, "test_size 0 is 0 of"),
        (conditioned("blocks"), 40, 1e-6, "is 0 of"),
        (conditioned("plot"), 300, 200, "leaves 256 pixels that may be labelled"),
        (conditioned("blocks", gap=30), 40, 200, "or for a smaller gap"),
        (conditioned("random", sampling="k_means"), 40, None, "k_means .* needs a test_size"),
        (conditioned("halves"), 40, 1500, "pixels to test, fewer than test_size 1500"),
    ],
)
def test_what_a_condition_cannot_give_is_refused(condition, n, test_size, words):
    with pytest.raises(UserError, match=words):
        drawn(condition, n, 0, test_size)


@pytest.mark.parametrize("sampling", SAMPLINGS)
def test_without_a_test_size_all_of_the_tested_region_is_tested(sampling):
    small, large = (
        drawn(conditioned("halves", sampling=sampling), n, test_size=None) for n in (40, 150)
    )
    assert len(small.test) == pytest.approx(SCENE.valid.sum() / 2, rel=0.05)
    np.testing.assert_array_equal(small.test, large.test)
    labelled = [set(np.r_[part.train, part.validation]) for part in (small, large)]
    assert labelled[0] < labelled[1]


def test_a_summary_says_what_is_labelled_and_how_far_off():
    split = drawn(conditioned("plot"), 40)
    summary = summarise_split(SCENE, split)
    labelled = np.r_[split.train, split.validation]
    places = [np.column_stack(np.divmod(pixels, 50)) for pixels in (split.test, labelled)]
    assert summary["distance"] == pytest.approx(np.median(cdist(*places).min(axis=1)))
    expected = SCENE.labels[labelled].astype(float).mean(axis=0)
    np.testing.assert_allclose(summary["labelled_abundances"], expected, rtol=1e-5)
