"""Accuracies are refused by their names and by how they rise."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.errors import UserError
from learning_curves.reading.rising import refuse_name, refuse_rising

from made_runs import CURVE_SIZES, METRIC, make_runs_of_sizes

SIZES = CURVE_SIZES[:4].astype(int)
NOISE = np.random.default_rng(1).normal(0, 0.02, (5, 4))
FALLING = 0.5 - 0.1 * np.arange(4) + NOISE
RISING = 1 - FALLING
FLAT = 0.5 + NOISE


@pytest.mark.parametrize("name", ["accuracy", "F1", "test R2", "roc_AUC", "val-acc", "mean_iou"])
def test_names_of_what_is_better_when_larger_are_refused(name):
    with pytest.raises(UserError, match=f"Write 1 - {name}"):
        refuse_name(name)


@pytest.mark.parametrize("name", ["error_rate", "RMSE", "mae", "loss", "angle", "inaccuracy"])
def test_names_of_errors_are_accepted(name):
    refuse_name(name)


@pytest.mark.parametrize(
    "curves", [[RISING], [RISING, RISING, FALLING], [RISING, RISING + 0.001, FLAT]]
)
def test_what_rises_in_most_methods_is_refused(curves):
    runs = make_runs_of_sizes({f"m{i}": curve for i, curve in enumerate(curves)}, SIZES)
    with pytest.raises(UserError, match="rises with the size in .* as an accuracy"):
        refuse_rising(runs, METRIC)


def test_a_data_set_that_rises_is_not_hidden_by_others():
    falling = {"m0": FALLING, "m1": FALLING + 0.001}
    parts = [
        make_runs_of_sizes(curves, SIZES).assign(data_set=scene)
        for scene, curves in {
            "digits": falling,
            "faces": {"m0": RISING, "m1": RISING + 0.001},
            "words": falling,
        }.items()
    ]
    with pytest.raises(UserError, match="rises with the size in 2 of 2 curves of faces, as"):
        refuse_rising(pd.concat(parts), METRIC)
    refuse_rising(pd.concat([parts[0], parts[2]]), METRIC)


@pytest.mark.parametrize("curves", [[FALLING], [FLAT], [RISING, FALLING], [0 * FLAT]])
def test_what_falls_or_is_flat_is_accepted(curves):
    runs = make_runs_of_sizes({f"m{i}": curve for i, curve in enumerate(curves)}, SIZES)
    refuse_rising(runs, METRIC)
