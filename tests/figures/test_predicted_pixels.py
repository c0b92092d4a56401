"""Runs to draw are read with their splits."""

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.figures.predicted_pixels import notes_on_diverged, read_runs_to_draw, select_truth
from unmixing.splits.drawing import draw_split
from unmixing.splits.split import write_split
from unmixing.training.predictions import Predictions, write_predictions


def test_runs_are_read_by_rising_size_and_diverged_ones_are_kept(small_scene, tmp_path):
    facts = dict.fromkeys(
        ("minimum", "maximum", "training_time", "inference_time", "peak_memory_mb"), 1.0
    ) | dict.fromkeys(("n_parameters", "epochs", "updates"), 1)
    files = []
    for size, status in ((100, "completed"), (50, "diverged")):
        split = draw_split(small_scene.valid, 0, size, 0.1, 160)
        abundances = np.full((160, small_scene.n_endmembers), size / 1000, np.float32)
        files.append((tmp_path / f"predictions_{size}.h5", tmp_path / f"split_{size}.h5"))
        write_predictions(Predictions(abundances, status, **facts), files[-1][0])
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


def test_the_truth_is_that_of_the_predicted_pixels(small_scene, predicted):
    rows, columns = np.unravel_index(predicted.indices, small_scene.shape[:2])
    expected = small_scene.abundances[rows, columns]
    np.testing.assert_array_equal(select_truth(small_scene, predicted), expected)


def test_diverged_runs_are_noted_if_there_are_any(predicted, diverged):
    assert notes_on_diverged([predicted]) == []
    (note,) = notes_on_diverged([predicted, diverged])
    assert note.startswith("Diverged runs have no error")
