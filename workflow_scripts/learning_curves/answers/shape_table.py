"""The table of the shapes of curves, and of the sizes that say little."""

from typing import Any

import pandas as pd

from learning_curves.answers.curve_shapes import curve_shape
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.columns import CURVE
from learning_curves.runs import counting_regions
from learning_curves.vocabulary import Vocabulary

# What a table of runs may tell of how they were trained.
TOLD = ["n_validation", "updates"]
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
    """Check the shape of every curve, and flag sizes that say little.

    `few_validation` and `few_updates` list sizes at which fewer than 10 samples validate, or
    networks make fewer than 500 updates (medians over repetitions).
    """
    flags = _size_flags(runs)
    rows = []
    for metric in vocabulary.errors:
        for axes, curve in measured_curves(runs, metric).items():
            row = dict(zip(CURVE, axes, strict=True)) | {"metric": metric}
            rows.append(row | curve_shape(curve) | flags[axes])
    return counting_regions(pd.DataFrame(rows, columns=COLUMNS), runs)


def _size_flags(runs: pd.DataFrame) -> dict[Any, dict[str, str]]:
    told = runs.reindex(columns=[*CURVE, "size", *TOLD]).astype(dict.fromkeys(TOLD, float))
    sizes = told.groupby([*CURVE, "size"])[TOLD].median()
    flags = {}
    for axes, part in sizes.groupby(level=CURVE):
        part = part.droplevel(CURVE)
        few = {
            "few_validation": part["n_validation"] < FEW_VALIDATION,
            # Estimators make no updates.
            "few_updates": part["updates"].between(1, FEW_UPDATES, inclusive="left"),
        }
        flags[axes] = {
            name: " ".join(str(size) for size in part.index[where]) for name, where in few.items()
        }
    return flags
