"""Maps and densities show the predictions, and only where there are any."""

import itertools
from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from unmixing.errors import UserError
from unmixing.frontier_figure import error_against_time, frontier
from unmixing.prediction_figures import (
    PredictedPixels,
    abundance_maps,
    predicted_against_true,
    read_runs_to_draw,
)
from unmixing.predictions import Predictions, write_predictions
from unmixing.splits import draw_split, write_split


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


def drawn_texts(figure):
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def sentences(figure):
    return " ".join(text.get_text().replace("\n", " ") for text in drawn_texts(figure))


def diverged(run):
    nothing = np.full_like(run.abundances, np.nan)
    return run._replace(abundances=nothing, status="diverged")


def table(**columns):
    row = {
        "scene": "field",
        "condition": "standard",
        "model": "ridge",
        "n_train_pixels": 10,
        "status": "completed",
        "overallRMSE": 0.1,
        "training_time": 2.0,
        "inference_time": 0.1,
    }
    return pd.DataFrame(row | columns, index=range(max(map(len, columns.values()))))


def test_runs_are_read_by_rising_size_and_diverged_ones_are_kept(small_scene, tmp_path):
    account = dict.fromkeys(
        ("minimum", "maximum", "training_time", "inference_time", "peak_memory_mb"), 1.0
    ) | dict.fromkeys(("n_parameters", "epochs", "updates"), 1)
    files = []
    for size, status in ((100, "completed"), (50, "diverged")):
        split = draw_split(small_scene.valid, 0, size, 0.1, 160)
        abundances = np.full((160, small_scene.n_endmembers), size / 1000, np.float32)
        files.append((tmp_path / f"predictions_{size}.h5", tmp_path / f"split_{size}.h5"))
        write_predictions(Predictions(abundances, status, **account), files[-1][0])
        write_split(split, files[-1][1], {"scene_hash": small_scene.hash})
    predictions, splits = zip(*files, strict=True)
    runs = read_runs_to_draw(predictions, splits, small_scene.hash)
    assert [(run.n_train_pixels, run.status) for run in runs] == [
        (50, "diverged"),
        (100, "completed"),
    ]
    assert runs[1].abundances[0, 0] == np.float32(0.1)
    np.testing.assert_array_equal(runs[1].indices, split.test)
    with pytest.raises(UserError, match="another version of the scene"):
        read_runs_to_draw(predictions, splits, "another")


def test_maps_of_all_sizes_share_their_colours_and_say_what_is_grey(small_scene, predicted):
    runs = [predicted, predicted._replace(n_train_pixels=1000)]
    figure = abundance_maps(small_scene, runs, "field")
    maps = figure.axes[: 2 * small_scene.n_endmembers * 3]
    for row in range(2 * small_scene.n_endmembers):
        images = [axes.images[0] for axes in maps[3 * row : 3 * row + 3] if axes.images]
        assert len({image.get_clim() for image in images}) == 1
        assert len({image.get_cmap().name for image in images}) == 1
    assert {"100 labelled", "1,000 labelled"} <= {
        text.get_text().replace("\n", " ") for text in drawn_texts(figure)
    }
    assert "only test pixels are" in sentences(figure)


def test_the_composite_says_whether_its_colours_are_true(small_scene, predicted):
    unknown = replace(small_scene, wavelengths=None)
    assert "false colour" in sentences(abundance_maps(unknown, [predicted], "field"))
    wavelengths = np.linspace(0.4, 2.5, small_scene.shape[2])
    known = replace(small_scene, wavelengths=wavelengths)
    assert "true colour" in sentences(abundance_maps(known, [predicted], "field"))


def test_of_many_sizes_the_smallest_and_the_largest_are_among_those_drawn(small_scene, predicted):
    sizes = range(10, 130, 10)
    runs = [predicted._replace(n_train_pixels=size) for size in sizes]
    said = sentences(abundance_maps(small_scene, runs, "field"))
    assert "10 labelled" in said
    assert "120 labelled" in said
    assert f"of {len(sizes)} sizes are shown" in said


def test_diverged_runs_are_named_and_have_no_error(small_scene, predicted):
    maps = abundance_maps(small_scene, [diverged(predicted)], "field")
    densities = predicted_against_true(small_scene, {"svr": diverged(predicted)}, "field")
    for figure in (maps, densities):
        assert panel_titles(figure).count("diverged") == small_scene.n_endmembers
        assert not any("RMSE" in title for title in panel_titles(figure))
        assert "Diverged runs have no error" in sentences(figure)
    assert np.ma.masked_invalid(maps.axes[1].images[0].get_array()).mask.all()
    assert not densities.axes[0].images[0].get_array().any()


def test_predictions_beyond_the_axes_are_counted(small_scene, predicted):
    within = predicted._replace(abundances=predicted.abundances.clip(0, 1))
    assert "beyond" not in sentences(predicted_against_true(small_scene, {"svr": within}, "field"))
    within.abundances[:3, 0] = -2, 3, 4
    said = sentences(predicted_against_true(small_scene, {"svr": within}, "field"))
    assert "3 predictions beyond the axes" in said


@pytest.mark.parametrize("n_models", [1, 4, 9, 28])
def test_every_model_has_a_row_that_says_its_size(small_scene, predicted, n_models):
    names = [f"unmixing_long_name_pretrained_{i}" for i in range(n_models)]
    scene, run = with_four_endmembers(small_scene, predicted)
    figure = predicted_against_true(scene, dict.fromkeys(names, run), "field")
    labels = [axes.get_ylabel().replace("\n", " ") for axes in figure.axes if axes.images]
    wanted = [f"long name pretrained {i} 100 labelled" for i in range(n_models)]
    assert [label for label in labels if label] == wanted
    assert_legible(figure)


@pytest.mark.parametrize("n_sizes", [0, 1, 3, 9])
def test_no_text_of_the_maps_covers_another(small_scene, predicted, n_sizes):
    runs = [predicted._replace(n_train_pixels=1000 * (i + 1)) for i in range(n_sizes)]
    assert_legible(abundance_maps(small_scene, runs, "field"))


def with_four_endmembers(scene, run):
    """Split an endmember in halves: as many as Jasper Ridge has."""
    halves = [0, 0, 1, 2]
    shares = np.array([0.5, 0.5, 1, 1], np.float32)
    wider = replace(scene, abundances=scene.abundances[..., halves] * shares, names=tuple("abcd"))
    return wider, run._replace(abundances=run.abundances[:, halves] * shares)


def assert_legible(figure):
    """No text lies on another or beyond the edge, on a sheet no wider than a page."""
    assert figure.get_figwidth() <= 7.01
    figure.canvas.draw()
    page = figure.bbox
    boxes = {text: text.get_window_extent() for text in drawn_texts(figure)}
    for text, box in boxes.items():
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text
        assert page.y0 <= box.y0 and box.y1 <= page.y1, text
    for (one, first), (other, second) in itertools.combinations(boxes.items(), 2):
        assert not first.padded(-1).overlaps(second.padded(-1)), (one, other)


def test_of_equals_the_frontier_holds_one():
    generator = np.random.default_rng(1)
    times, errors = (pd.Series(generator.integers(1, 8, 30) * 1.0) for _ in range(2))
    points = set(zip(times, errors, strict=True))
    best = {
        (time, error)
        for time, error in points
        if not any(t <= time and e <= error and (t, e) != (time, error) for t, e in points)
    }
    found = frontier(times, errors)
    assert len(found) == len(best)
    assert {(times[i], errors[i]) for i in found} == best
    assert times[found].is_monotonic_increasing


def test_points_are_means_over_seeds_and_grow_with_labelled_pixels():
    runs = table(
        n_train_pixels=[10, 10, 100],
        overallRMSE=[0.1, 0.3, 0.05],
        training_time=[1.0, 3.0, 8.0],
    )
    axes = error_against_time(runs).axes[0]
    points = [line for line in axes.lines if len(line.get_xdata()) == 1]
    assert [(*p.get_xdata(), *p.get_ydata()) for p in points] == [
        (2.0, pytest.approx(0.2)),
        (8.0, pytest.approx(0.05)),
    ]
    assert points[0].get_markersize() < points[1].get_markersize()


def test_runs_without_a_place_on_the_axes_are_counted():
    runs = table(status=["completed", "diverged", "completed"], training_time=[1.0, 1.0, 0.0])
    assert "Left out: 2 of 3 runs" in sentences(error_against_time(runs))
    assert "Left out" not in sentences(error_against_time(runs[:1]))
    assert "no runs yet" in sentences(error_against_time(runs[:0]))
