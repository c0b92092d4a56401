"""Maps and densities show the predictions, and only where there are any."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from unmixing.frontier_figure import error_against_time, frontier
from unmixing.prediction_figures import PredictedPixels, abundance_maps, predicted_against_true
from unmixing.splits import draw_split


@pytest.fixture
def predicted(small_scene):
    """Predictions of a third of the pixels, off by a little noise."""
    test = draw_split(small_scene.valid, 0, 100, 0.1, 160).test
    truth = small_scene.abundances.reshape(-1, small_scene.n_endmembers)[test]
    noise = np.random.default_rng(0).normal(0, 0.05, truth.shape)
    return PredictedPixels(100, test, (truth + noise).astype(np.float32))


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def panel_titles(figure):
    return [axes.get_title() for axes in figure.axes] + [a.get_xlabel() for a in figure.axes]


def test_maps_hold_the_predictions_at_test_pixels_alone(small_scene, predicted):
    figure = abundance_maps(small_scene, [predicted], "field")
    p, columns = small_scene.n_endmembers, 2
    for i in range(p):
        shown = figure.axes[2 * i * columns + 1].images[0].get_array()
        flat = np.ma.filled(shown, np.nan).reshape(-1)
        np.testing.assert_array_equal(flat[predicted.indices], predicted.abundances[:, i])
        assert np.isnan(np.delete(flat, predicted.indices)).all()
        errors = np.ma.filled(figure.axes[(2 * i + 1) * columns + 1].images[0].get_array(), np.nan)
        truth = small_scene.abundances[..., i].reshape(-1)[predicted.indices]
        expected = predicted.abundances[:, i] - truth
        np.testing.assert_allclose(errors.reshape(-1)[predicted.indices], expected, atol=1e-6)


def test_maps_and_densities_tell_the_error_of_each_endmember(small_scene, predicted):
    truth = small_scene.abundances.reshape(-1, small_scene.n_endmembers)[predicted.indices]
    rmse = np.sqrt(np.mean((predicted.abundances - truth) ** 2, axis=0))
    wanted = {f"RMSE {value:.3f}" for value in rmse}
    assert wanted <= set(panel_titles(abundance_maps(small_scene, [predicted], "field")))
    densities = predicted_against_true(small_scene, {"ridge": predicted}, "field")
    assert wanted <= set(panel_titles(densities))


def test_densities_count_every_test_pixel(small_scene, predicted):
    figure = predicted_against_true(small_scene, {"ridge": predicted}, "field")
    for axes in figure.axes[: small_scene.n_endmembers]:
        assert axes.images[0].get_array().sum() == len(predicted.indices)


def test_figures_without_a_completed_run_say_so(small_scene):
    assert "no completed run" in panel_titles(abundance_maps(small_scene, [], "field"))
    assert "no completed run" in panel_titles(predicted_against_true(small_scene, {}, "field"))


def test_the_frontier_is_what_nothing_beats():
    generator = np.random.default_rng(0)
    times, errors = pd.Series(generator.random(40)), pd.Series(generator.random(40))
    expected = {i for i in range(40) if not ((times < times[i]) & (errors < errors[i])).any()}
    assert set(frontier(times, errors)) == expected
    assert frontier(pd.Series([1.0, np.nan]), pd.Series([0.5, 0.1])) == [0]


def test_error_against_time_comes_out_of_failed_runs():
    rows = [
        {
            "scene": "field",
            "condition": "standard",
            "model": model,
            "n_train_pixels": 10,
            "status": status,
            "overallRMSE": 0.1,
            "training_time": 2.0,
            "inference_time": 0.1,
        }
        for model, status in (("ridge", "completed"), ("svr", "diverged"))
    ]
    figure = error_against_time(pd.DataFrame(rows))
    assert len(figure.axes) == 2
    texts = [text.get_text() for text in error_against_time(pd.DataFrame(rows[1:])).axes[0].texts]
    assert texts == ["no completed runs"]
