"""Columns are found by their names, or named by the user."""

import pytest

from learning_curves.errors import UserError
from learning_curves.reading.columns import Columns, find_columns


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (
            ["classifier", "n_train", "seed", "error_rate"],
            Columns("classifier", "n_train", "seed", ("error_rate",)),
        ),
        (
            ["Dataset", "Algorithm", "Training size", "Repeat", "Test error", "Setting"],
            Columns("Algorithm", "Training size", "Repeat", ("Test error",), "Dataset", "Setting"),
        ),
        # The table of runs of a study, whose train size may be a share.
        (
            ["scene", "condition", "model", "train_size", "seed", "n_train_pixels", "overallRMSE"],
            Columns("model", "n_train_pixels", "seed", ("overallRMSE",), "scene", "condition"),
        ),
    ],
)
def test_usual_names_are_guessed(there, expected):
    assert find_columns(there, {}) == expected


def test_what_is_named_comes_before_what_is_guessed():
    there = ["method", "family", "size", "seed", "error", "angle"]
    columns = find_columns(there, {"method": "family"}, ["angle", "error"])
    assert columns == Columns("family", "size", "seed", ("angle", "error"))


@pytest.mark.parametrize(
    ("there", "given", "errors", "words"),
    [
        (["method", "size", "seed"], {}, [], "--error COLUMN"),
        (["size", "seed", "error"], {}, [], "--method COLUMN"),
        (["method", "size", "error"], {}, [], "number the runs of each method and size"),
        (["method", "size", "seed", "error"], {"size": "sice"}, [], "Did you mean 'size'"),
        (
            ["method", "size", "seed", "error"],
            {"repetition": "size"},
            [],
            "size and repetition at once",
        ),
    ],
)
def test_a_missing_column_is_reported_with_its_option(there, given, errors, words):
    with pytest.raises(UserError, match=words):
        find_columns(there, given, errors)
