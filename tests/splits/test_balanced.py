"""Balanced draws cover what they are drawn from, for any consecutive seeds."""

import numpy as np
import pytest
from scipy.stats import qmc

from unmixing.scenes.scene import outline
from unmixing.splits.balanced import (
    choose_balanced_part,
    choose_balanced_place,
    compute_halton_point,
)
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_pixels

SCENE = np.ones((95, 95), bool)
OUTLINE = outline(SCENE)
STARTS = (0, 10, 20, 137, 10_000)


def places(start, count, valid=SCENE, side=40):
    """Return the top left pixels of plots."""
    allowed = np.zeros_like(valid)
    allowed[: len(valid) - side + 1, : valid.shape[1] - side + 1] = True
    return np.array([choose_balanced_place(allowed & valid, start + i) for i in range(count)])


def test_points_are_those_of_the_halton_sequence():
    """SciPy's begins with a corner."""
    expected = qmc.Halton(2, scramble=False).random(200)[1:]
    np.testing.assert_allclose([compute_halton_point(i) for i in range(199)], expected, atol=1e-12)


@pytest.mark.parametrize("start", STARTS)
def test_any_ten_plots_lie_all_over_the_image(start):
    """Ten seeds drawn at random once left the upper two fifths of the rows without a plot."""
    found = places(start, 10)
    quarter = found // 28
    assert len(np.unique(quarter, axis=0)) == 4
    for axis in (0, 1):
        assert np.diff(np.sort(np.r_[0, found[:, axis], 55])).max() <= 18
        assert abs(found[:, axis].mean() - 27.5) < 5


@pytest.mark.parametrize("start", STARTS)
def test_twenty_plots_hold_the_surfaces_that_the_image_holds(start):
    """The upper third of this image has all the water, as one end of Samson has."""
    water = np.zeros(SCENE.shape)
    water[:32] = 1
    condition = Condition("plot", {"plot_size": 40, "gap": 0})
    drawn = [draw_pixels(condition, OUTLINE, seed, 500) for seed in range(start, start + 20)]
    held = [water.ravel()[one.eligible] for one in drawn]
    every_plot = [water[row : row + 40].mean() for row in range(56)]
    assert np.mean(list(map(np.mean, held))) == pytest.approx(np.mean(every_plot), abs=0.04)


def test_plots_lie_where_pixels_are_valid_and_are_as_frequent_there():
    valid = np.zeros((60, 60), bool)
    valid[:20, :20] = valid[30:, 10:] = True
    found = np.array([choose_balanced_place(valid, seed) for seed in range(1000)])
    assert valid[tuple(found.T)].all()
    assert np.mean(found[:, 0] < 20) == pytest.approx(400 / valid.sum(), abs=0.02)


@pytest.mark.parametrize("start", STARTS)
def test_four_seeds_label_the_four_halves(start):
    condition = Condition("halves", {"gap": 0})
    drawn = [draw_pixels(condition, OUTLINE, seed, None) for seed in range(start, start + 4)]
    sides = "upper", "lower", "left", "right"
    assert {one.region for one in drawn} == {f"{side} half" for side in sides}
    for one in drawn:
        axis = int(one.region in ("left half", "right half"))
        labelled, tested = (np.divmod(pixels, 95)[axis] for pixels in (one.eligible, one.test))
        if one.region in ("upper half", "left half"):
            assert labelled.max() < tested.min() <= 48
        else:
            assert tested.max() < labelled.min() <= 48


@pytest.mark.parametrize("test_size", [2500, 0.3, None])
def test_blocks_are_tested_in_turn(test_size):
    condition = Condition("blocks", {"block_size": 20, "gap": 0})
    tested = np.zeros(25)
    rows, columns = (np.arange(95) // 20,) * 2
    blocks = (rows[:, None] * 5 + columns).ravel()
    for seed in range(30):
        drawn = draw_pixels(condition, OUTLINE, seed, test_size)
        labelled = np.unique(blocks[drawn.eligible])
        others = np.setdiff1d(np.arange(25), labelled)
        tested[others] += 1
        assert np.isin(blocks[drawn.test], others).all()
        assert drawn.region == f"all but blocks {' '.join(map(str, others))}"
    assert tested.min() > 0.6 * tested.mean() and tested.max() < 1.5 * tested.mean()


def test_things_that_hold_nothing_are_never_chosen():
    sizes = np.array([0, 5, 0, 5, 5])
    chosen = np.array([choose_balanced_part(sizes, 6, index) for index in range(20)])
    assert not chosen[:, [0, 2]].any()
    assert (chosen @ sizes >= 6).all()
