"""Folds lie as far from each other as the rest of an image lies from all its labels."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from learning_curves.errors import UserError
from unmixing.scenes.scene import SceneFacts, changed
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_pixels, draw_under
from unmixing.study.checks import check_cells, check_draws
from unmixing.study.reading import read_study

from shared import STUDY, simulated

SHAPE = (60, 60)
FOLDS = 5


def of(folds=FOLDS):
    return Condition("nearest_distances", {"folds": folds})


def scattered(seed):
    """Label 100 pixels at random."""
    labelled = np.zeros(SHAPE, bool)
    labelled.ravel()[np.random.default_rng(seed).choice(labelled.size, 100, replace=False)] = True
    return labelled


def in_plots(seed, plots=8):
    """Label plots of 4 x 4 pixels, which may touch."""
    labelled = np.zeros(SHAPE, bool)
    for row, column in np.random.default_rng(seed).integers(0, 56, (plots, 2)):
        labelled[row : row + 4, column : column + 4] = True
    return labelled


def on_a_grid():
    """Label every sixth pixel of every sixth row."""
    labelled = np.zeros(SHAPE, bool)
    labelled[3::6, 3::6] = True
    return labelled


@pytest.fixture(scope="module")
def whole():
    return simulated(shape=(*SHAPE, 6), seed=1)


@pytest.fixture(scope="module")
def label(whole):
    """Return the scene with labels at some pixels alone."""

    def at(labelled):
        return changed(whole, abundances=np.where(labelled[..., None], whole.abundances, np.nan))

    return at


def measure_mismatch(labelled, fold_of):
    """Integrate how far the two distributions of distances are apart, from all distances."""
    places, others = np.argwhere(labelled), np.argwhere(~labelled)
    folds = fold_of[labelled]
    between = cdist(places, places)
    between[folds[:, None] == folds] = np.inf
    found, wanted = between.min(axis=1), cdist(others, places).min(axis=1)
    steps = np.unique(np.concatenate([found, wanted]))
    shares = [(each[:, None] <= steps[:-1]).mean(axis=0) for each in (found, wanted)]
    return float(np.sum(np.abs(shares[0] - shares[1]) * np.diff(steps)))


def list_draws(scene, folds=FOLDS):
    return [draw_pixels(of(folds), scene, seed, None) for seed in range(folds)]


def find_fold_of(draws):
    """Return the seed that tests each pixel."""
    fold_of = np.full(SHAPE, -1)
    for seed, drawn in enumerate(draws):
        fold_of.ravel()[drawn.test] = seed
    return fold_of


def mismatch_at_random(labelled):
    """Return the mean mismatch of folds of random pixels."""
    generator = np.random.default_rng(0)
    mismatches = []
    for _ in range(10):
        fold_of = np.full(SHAPE, -1)
        fold_of[labelled] = generator.permutation(labelled.sum()) % FOLDS
        mismatches.append(measure_mismatch(labelled, fold_of))
    return float(np.mean(mismatches))


@pytest.mark.parametrize("labelled", [scattered(0), in_plots(0), on_a_grid()])
def test_every_label_is_tested_once_and_otherwise_labelled(labelled, label):
    draws = list_draws(label(labelled))
    tested = np.concatenate([drawn.test for drawn in draws])
    assert sorted(tested) == list(np.flatnonzero(labelled))
    for drawn in draws:
        both = np.concatenate([drawn.test, drawn.eligible])
        assert sorted(both) == list(np.flatnonzero(labelled))
        assert len(drawn.test) <= labelled.sum() / 2


def test_a_random_sample_has_random_folds(label):
    drawn = [list_draws(label(scattered(seed))) for seed in range(40)]
    # Nearest neighbours come in pairs, so that the test errs more often than in one of 20.
    assert sum("random fold" in draws[0].region for draws in drawn) >= 32
    for seed, draws in enumerate(drawn[:10]):
        # Less than a pixel in all: tested pixels are a little farther from four fifths of labels.
        assert measure_mismatch(scattered(seed), find_fold_of(draws)) < 1


@pytest.mark.parametrize("seed", range(6))
def test_folds_of_plots_are_far_more_like_the_image_than_random_folds(seed, label):
    labelled = in_plots(seed)
    draws = list_draws(label(labelled))
    assert [drawn.region for drawn in draws] == [f"all but fold {n} of 5" for n in range(1, 6)]
    assert measure_mismatch(labelled, find_fold_of(draws)) < mismatch_at_random(labelled) / 2


def test_labels_on_a_grid_have_random_folds(label):
    """They are farther from each other than other pixels are from them: nothing is nearer."""
    assert all("random fold" in drawn.region for drawn in list_draws(label(on_a_grid())))


def test_seeds_beyond_the_folds_test_them_again_or_draw_random_ones_anew(label):
    plots, anywhere = label(in_plots(0)), label(scattered(0))
    again = [draw_pixels(of(), plots, seed, None) for seed in (1, 6)]
    assert again[0].region == again[1].region and set(again[0].test) == set(again[1].test)
    assert list(again[0].eligible) != list(again[1].eligible)
    anew = [draw_pixels(of(), anywhere, seed, None) for seed in (1, 6)]
    assert anew[0].region != anew[1].region and set(anew[0].test) != set(anew[1].test)


def test_a_fully_labelled_image_has_random_folds(whole):
    drawn = draw_pixels(of(), whole, 2, 100)
    assert drawn.region == "all but random fold 3 of 5, draw 1" and len(drawn.test) == 100
    # Pixels without a spectrum are no pixels to predict.
    cube = whole.cube.copy()
    cube[:20] = np.nan
    assert "random" in draw_pixels(of(), changed(whole, cube=cube), 2, 100).region


def test_many_labels_are_matched_too(label):
    labelled = np.zeros(SHAPE, bool)
    labelled[:, :40] = True
    draws = list_draws(label(labelled))
    assert sum(len(drawn.test) for drawn in draws) == 2400
    assert measure_mismatch(labelled, find_fold_of(draws)) < mismatch_at_random(labelled) / 2


def test_sizes_nest_and_the_test_set_stays(label):
    few, many = (draw_under(of(), label(in_plots(0)), 3, size, 0.1, None) for size in (20, 60))
    assert set(few.train) | set(few.validation) < set(many.train) | set(many.validation)
    assert list(few.test) == list(many.test)


def test_labels_that_are_too_few_are_refused(label):
    labelled = np.zeros(SHAPE, bool)
    labelled[0, :4] = True
    with pytest.raises(UserError, match="4 labelled pixels are fewer than folds, 5: make fewer"):
        draw_pixels(of(), label(labelled), 0, None)
    assert len(draw_pixels(of(4), label(labelled), 0, None).test) == 1
    with pytest.raises(UserError, match="fewer than test_size 60: test on fewer"):
        draw_pixels(of(), label(in_plots(0)), 0, 60)


def test_a_table_of_spectra_has_no_distances():
    config = {
        "scenes": {"field": {"files": {"scene": {"path": "spectra.csv"}}}},
        "conditions": {"near": {"split": "nearest_distances"}},
    }
    study = read_study(STUDY | config)
    facts = SceneFacts(200, 80, 3, has_endmembers=False, is_image=False)
    with pytest.raises(UserError, match="near: split nearest_distances asks where pixels are"):
        check_cells(study, "field", facts)


def test_sizes_that_a_fold_cannot_hold_are_refused_before_splits_are_drawn(label, tmp_path):
    config = {
        "scenes": {"field": {"files": {"scene": {"path": str(tmp_path / "none.npz")}}}},
        "conditions": {"far": {"split": "nearest_distances", "folds": 5}},
        "train_sizes": [10],
        "test_size": 60,
    }
    study = read_study(STUDY | config)
    with pytest.raises(UserError, match=r"condition far: .* pixels to test, fewer than test_size"):
        check_draws(study, "field", label(in_plots(0)))
