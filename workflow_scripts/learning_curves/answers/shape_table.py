"""The table of the shapes of curves, and of sizes with too little data or training."""

from typing import Any

import pandas as pd

from learning_curves.answers.curve_shapes import curve_shape
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.columns import CURVE
from learning_curves.runs import add_region_counts
from learning_curves.vocabulary import Vocabulary

# Columns of a table of runs that describe training, if present.
TRAINING_COLUMNS = ["n_validation", "updates"]
FEW_VALIDATION = 10
FEW_UPDATES = 500
COLUMNS = [
    *CURVE,
    "metric",
    "shape",
    "monotone",
    "peaking",
    "dipping",
    "falling",
    "flat",
    "rises_from",
    "rises_to",
    "rise_p",
    "few_validation",
    "few_updates",
]


def shape_table(runs: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Check the shape of every curve, and flag sizes with too little data or training.

    `few_validation` and `few_updates` list the sizes with fewer than 10 validation samples, or
    fewer than 500 updates of a network (medians over repetitions).
    """
    flags = _size_flags(runs)
    rows = []
    for metric in vocabulary.errors:
        for axes, curve in measured_curves(runs, metric).items():
            row = dict(zip(CURVE, axes, strict=True)) | {"metric": metric}
            rows.append(row | curve_shape(curve) | flags[axes])
    return add_region_counts(pd.DataFrame(rows, columns=COLUMNS), runs)


def _size_flags(runs: pd.DataFrame) -> dict[Any, dict[str, str]]:
    training = runs.reindex(columns=[*CURVE, "size", *TRAINING_COLUMNS]).astype(
        dict.fromkeys(TRAINING_COLUMNS, float)
    )
    sizes = training.groupby([*CURVE, "size"])[TRAINING_COLUMNS].median()
    flags = {}
    for axes, part in sizes.groupby(level=CURVE):
        part = part.droplevel(CURVE)
        few = {
            "few_validation": part["n_validation"] < FEW_VALIDATION,
            # Estimators have no updates.
            "few_updates": part["updates"].between(1, FEW_UPDATES, inclusive="left"),
        }
        flags[axes] = {
            name: " ".join(str(size) for size in part.index[where]) for name, where in few.items()
        }
    return flags
