"""Densities count the test pixels by what is true and what is predicted."""

from dataclasses import replace

import numpy as np
import pytest

from unmixing.figures.predicted_against_true import EDGES, predicted_against_true
from unmixing.vocabulary import UNMIXING

from drawn import assert_legible, read_texts


def titles_of(figure):
    return [axes.get_title() for axes in figure.axes]


def with_four_endmembers(scene, run):
    """Split an endmember in halves: as many as Jasper Ridge has."""
    halves = [0, 0, 1, 2]
    shares = np.array([0.5, 0.5, 1, 1], np.float32)
    wider = replace(scene, abundances=scene.abundances[..., halves] * shares, names=tuple("abcd"))
    return wider, run._replace(abundances=run.abundances[:, halves] * shares)


def test_densities_count_every_test_pixel_where_it_lies(small_scene, predicted):
    figure = predicted_against_true(small_scene, {"ridge": predicted}, "field", UNMIXING)
    truth = small_scene.labels[predicted.indices]
    for i, axes in enumerate(figure.axes[: small_scene.n_endmembers]):
        counts = np.ma.filled(axes.images[0].get_array(), 0)
        assert counts.sum() == len(predicted.indices)
        of_truth = np.histogram(truth[:, i], EDGES)[0]
        np.testing.assert_array_equal(counts.sum(axis=0), of_truth)
        ends = (EDGES[0], EDGES[-1])
        assert (axes.get_xlim(), axes.get_ylim()) == (ends, ends)


def test_columns_are_endmembers_and_axes_are_named_once(small_scene, predicted):
    within = predicted._replace(abundances=predicted.abundances.clip(0, 1))
    words = read_texts(predicted_against_true(small_scene, {"ridge": within}, "field", UNMIXING))
    named = {*small_scene.names, "field", "ridge 100 labelled", "test pixels", "Line: equality."}
    assert named <= set(words)
    assert words.count("predicted abundance") == words.count("true abundance") == 1


def test_densities_tell_the_error_of_each_endmember(small_scene, predicted):
    truth = small_scene.labels[predicted.indices]
    rmse = np.sqrt(np.mean((predicted.abundances - truth) ** 2, axis=0))
    figure = predicted_against_true(small_scene, {"ridge": predicted}, "field", UNMIXING)
    assert {f"RMSE {value:.3f}" for value in rmse} <= set(titles_of(figure))


def test_densities_without_a_completed_run_say_so(small_scene):
    assert "no completed run" in titles_of(
        predicted_against_true(small_scene, {}, "field", UNMIXING)
    )


def test_diverged_runs_are_named_and_have_no_error(small_scene, diverged):
    figure = predicted_against_true(small_scene, {"svr": diverged}, "field", UNMIXING)
    assert titles_of(figure).count("diverged") == small_scene.n_endmembers
    assert not any("RMSE" in title for title in titles_of(figure))
    assert any("Diverged runs have no error" in text for text in read_texts(figure))
    assert not figure.axes[0].images[0].get_array().any()


def test_predictions_beyond_the_axes_are_counted(small_scene, predicted):
    within = predicted._replace(abundances=predicted.abundances.clip(0, 1))
    figure = predicted_against_true(small_scene, {"svr": within}, "field", UNMIXING)
    assert not any("beyond" in text for text in read_texts(figure))
    within.abundances[:3, 0] = -2, 3, 4
    figure = predicted_against_true(small_scene, {"svr": within}, "field", UNMIXING)
    assert any("3 predictions beyond the axes" in text for text in read_texts(figure))


@pytest.mark.slow
@pytest.mark.parametrize("n_models", [1, 4, 9, 28])
def test_every_model_has_a_row_that_says_its_size(small_scene, predicted, n_models):
    names = [f"unmixing_long_name_pretrained_{i}" for i in range(n_models)]
    scene, run = with_four_endmembers(small_scene, predicted)
    figure = predicted_against_true(scene, dict.fromkeys(names, run), "field", UNMIXING)
    labels = [axes.get_ylabel().replace("\n", " ") for axes in figure.axes if axes.images]
    wanted = [f"long name pretrained {i} 100 labelled" for i in range(n_models)]
    assert [label for label in labels if label] == wanted
    assert_legible(figure)
