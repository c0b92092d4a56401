"""Estimators share one interface, and the published ones reproduce the published errors."""

import dataclasses

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.estimators import Baseline, estimator, names
from unmixing.splits.drawing import draw_split
from unmixing.splits.patches import extract_patches, normalise
from unmixing.training.saved_models import read_estimator

from shared import fitted

ON_SIMPLEX = [name for name in names() if name != "svr"]


def error(scene, split, name):
    truth = scene.labels[split.test]
    return np.sqrt(np.mean((fitted(scene, split, name).predictions.abundances - truth) ** 2))


@pytest.mark.parametrize("name", names())
def test_an_estimator_saved_and_loaded_alone_predicts_the_same(small_scene, split, name, tmp_path):
    run = fitted(small_scene, split, name)
    path = tmp_path / "model.skops"
    run.model.write(path)
    loaded = read_estimator(path)
    kind = estimator(name)
    test = extract_patches(small_scene.cube, split.test, kind.neighbourhood_size)
    test = test.reshape(len(split.test), -1)
    if kind.scaled:
        test = normalise(test, run.predictions.minimum, run.predictions.maximum)
    np.testing.assert_allclose(loaded.predict(test), run.predictions.abundances, atol=1e-6)


@pytest.mark.parametrize("name", ON_SIMPLEX)
def test_predictions_are_abundances(small_scene, split, name):
    predicted = fitted(small_scene, split, name).predictions.abundances
    assert predicted.min() >= 0
    np.testing.assert_allclose(predicted.sum(axis=1), 1, atol=1e-5)


# Brightness misleads spa_fcls: it takes the brightest pixels.
NO_BETTER_THAN_THE_MEAN = ("mean_abundance", "lmm", "spa_fcls")


@pytest.mark.parametrize("name", [name for name in names() if name not in NO_BETTER_THAN_THE_MEAN])
def test_a_method_that_looks_at_spectra_beats_the_mean(small_scene, split, name):
    assert error(small_scene, split, name) < 0.7 * error(small_scene, split, "mean_abundance")


def test_the_mean_abundances_alone_are_meant_to_be_predicted():
    baselines = [name for name in names() if isinstance(estimator(name), Baseline)]
    assert baselines == ["mean_abundance"]


def test_scaled_endmembers_undo_a_change_of_their_scale(small_scene, split):
    rescaled = dataclasses.replace(small_scene, endmembers=small_scene.endmembers * [2, 0.5, 3])
    assert error(rescaled, split, "fcls") == pytest.approx(
        error(small_scene, split, "fcls"), rel=1e-4
    )


PUBLISHED = {
    # Tulczyjew et al., arXiv:2208.02361: overallRMSE, means of the seeds 0 to 29.
    ("samson", "lmm", 60): 0.418,
    ("samson", "svr", 60): 0.113,
    ("jasper", "lmm", 75): 0.118,
    ("jasper", "lmm", 500): 0.088,
    ("jasper", "lmm", 1000): 0.080,
    ("jasper", "svr", 75): 0.116,
}


@pytest.fixture(scope="module")
def published_scenes(scenes_of):
    """Read the scenes of the study of the paper."""
    return scenes_of("paper.yaml")


@pytest.mark.parametrize(("scene", "name", "size"), PUBLISHED)
def test_published_estimators_have_the_published_errors_digit_by_digit(
    published_scenes, scene, name, size
):
    data = published_scenes[scene]
    test_size = {"samson": 3025, "jasper": 2500}[scene]
    errors = [
        error(data, draw_split(data.valid, seed, size, 0.1, test_size), name) for seed in range(30)
    ]
    assert np.mean(errors) == pytest.approx(PUBLISHED[scene, name, size], abs=0.00055)


@pytest.mark.parametrize("name", ["nnls_fitted", "fcls_fitted", "fcls"])
def test_labels_may_lack_an_endmember(small_scene, name):
    abundances = small_scene.abundances.copy()
    abundances[..., 0] = 0
    abundances /= abundances.sum(axis=-1, keepdims=True)
    poor = dataclasses.replace(small_scene, abundances=abundances)
    split = draw_split(poor.valid, seed=0, train_size=20, val_size=0.1, test_size=50)
    predicted = fitted(poor, split, name).predictions.abundances
    assert np.isfinite(predicted).all()


@pytest.mark.parametrize("name", ["nnls", "nnls_fitted", "fcls", "fcls_fitted"])
@pytest.mark.parametrize("scale", [1e-4, 1e4])
def test_digital_numbers_are_unmixed_like_reflectance(small_scene, split, name, scale):
    cube = (small_scene.cube * scale).astype(np.float32)
    counts = dataclasses.replace(small_scene, cube=cube, endmembers=small_scene.endmembers * scale)
    assert error(counts, split, name) == pytest.approx(error(small_scene, split, name), rel=1e-4)


def test_a_class_in_dark_pixels_alone_is_an_error(small_scene):
    split = draw_split(small_scene.valid, seed=0, train_size=20, val_size=0.1, test_size=50)
    cube, abundances = small_scene.cube.copy(), small_scene.abundances.copy()
    abundances[..., 0] = 0
    abundances /= abundances.sum(axis=-1, keepdims=True)
    row, column = divmod(split.train[0], small_scene.shape[1])
    cube[row, column], abundances[row, column] = 0, [1, 0, 0]
    dark = dataclasses.replace(small_scene, cube=cube, abundances=abundances)
    with pytest.raises(UserError, match="endmember 0 .* has a spectrum of zeros"):
        fitted(dark, split, "nnls_fitted")
