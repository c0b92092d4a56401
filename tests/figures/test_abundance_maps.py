"""Maps show the predictions at test pixels, next to the truth."""

from dataclasses import replace

import numpy as np
import pytest

from unmixing.figures.abundance_maps import abundance_maps
from unmixing.vocabulary import UNMIXING

from drawn import assert_legible, read_texts


def titles_of(figure):
    return [axes.get_title() for axes in figure.axes]


def test_maps_hold_the_predictions_at_test_pixels_alone(small_scene, predicted):
    figure = abundance_maps(small_scene, [predicted], "field", "ridge", UNMIXING)
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


def test_the_truth_stands_in_the_first_column(small_scene, predicted):
    figure = abundance_maps(small_scene, [predicted], "field", "ridge", UNMIXING)
    for i, name in enumerate(small_scene.names):
        axes = figure.axes[4 * i]
        assert axes.get_ylabel() == name
        np.testing.assert_array_equal(axes.images[0].get_array(), small_scene.abundances[..., i])
    words = read_texts(figure)
    assert {"truth", "100 labelled", "field, ridge", "abundance"} <= set(words)
    assert words.count("predicted \N{MINUS SIGN} true") == 1 + small_scene.n_endmembers


def test_maps_tell_the_error_of_each_endmember(small_scene, predicted):
    truth = small_scene.labels[predicted.indices]
    rmse = np.sqrt(np.mean((predicted.abundances - truth) ** 2, axis=0))
    figure = abundance_maps(small_scene, [predicted], "field", "ridge", UNMIXING)
    assert {f"RMSE {value:.3f}" for value in rmse} <= set(titles_of(figure))


def test_maps_without_a_completed_run_say_so(small_scene):
    assert "no completed run" in titles_of(
        abundance_maps(small_scene, [], "field", "ridge", UNMIXING)
    )


def test_maps_of_all_sizes_share_their_colours_and_say_what_is_grey(small_scene, predicted):
    runs = [predicted, predicted._replace(n_train_pixels=1000)]
    figure = abundance_maps(small_scene, runs, "field", "ridge", UNMIXING)
    maps = figure.axes[: 2 * small_scene.n_endmembers * 3]
    for row in range(2 * small_scene.n_endmembers):
        images = [axes.images[0] for axes in maps[3 * row : 3 * row + 3] if axes.images]
        assert len({image.get_clim() for image in images}) == 1
        assert len({image.get_cmap().name for image in images}) == 1
    words = read_texts(figure)
    assert {"100 labelled", "1,000 labelled"} <= set(words)
    assert "Grey: not predicted, since only test pixels are." in words


def test_the_composite_says_whether_its_colours_are_true(small_scene, predicted):
    unknown = replace(small_scene, wavelengths=None)
    assert "false colour" in read_texts(
        abundance_maps(unknown, [predicted], "field", "ridge", UNMIXING)
    )
    wavelengths = np.linspace(0.4, 2.5, small_scene.shape[2])
    known = replace(small_scene, wavelengths=wavelengths)
    assert "true colour" in read_texts(
        abundance_maps(known, [predicted], "field", "ridge", UNMIXING)
    )


def test_the_smallest_and_the_largest_of_many_sizes_are_drawn(small_scene, predicted):
    runs = [predicted._replace(n_train_pixels=size) for size in range(10, 130, 10)]
    words = read_texts(abundance_maps(small_scene, runs, "field", "ridge", UNMIXING))
    assert {"10 labelled", "120 labelled"} <= set(words)
    assert any("3 of 12 sizes are shown." in text for text in words)


def test_diverged_runs_are_named_and_have_no_error(small_scene, diverged):
    figure = abundance_maps(small_scene, [diverged], "field", "ridge", UNMIXING)
    assert titles_of(figure).count("diverged") == small_scene.n_endmembers
    assert not any("RMSE" in title for title in titles_of(figure))
    assert any("Diverged runs have no error" in text for text in read_texts(figure))
    assert np.ma.masked_invalid(figure.axes[1].images[0].get_array()).mask.all()


@pytest.mark.parametrize("n_sizes", [0, 1, 3, 9])
def test_no_text_of_the_maps_covers_another(small_scene, predicted, n_sizes):
    runs = [predicted._replace(n_train_pixels=1000 * (i + 1)) for i in range(n_sizes)]
    assert_legible(abundance_maps(small_scene, runs, "field", "ridge", UNMIXING))
