"""The table of the shapes of curves, and of the sizes that say little."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from unmixing.answers.curve_shapes import curve_shape
from unmixing.answers.measured_curves import measured_curves
from unmixing.evaluation.tables import CURVE

FEW_VALIDATION_PIXELS = 10
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
    "few_validation_pixels",
    "few_updates",
]


def shape_table(runs: pd.DataFrame, metrics: Iterable[str]) -> pd.DataFrame:
    """Check the shape of every curve, and flag sizes that say little.

    `few_validation_pixels` and `few_updates` list sizes at which fewer than 10 pixels validate, or
    networks make fewer than 500 updates (medians over seeds).
    """
    flags = _size_flags(runs)
    rows = []
    for metric in metrics:
        for axes, curve in measured_curves(runs, metric).items():
            row = dict(zip(CURVE, axes, strict=True)) | {"metric": metric}
            rows.append(row | curve_shape(curve) | flags[axes])
    return pd.DataFrame(rows, columns=COLUMNS)


def _size_flags(runs: pd.DataFrame) -> dict[Any, dict[str, str]]:
    sizes = runs.groupby([*CURVE, "n_train_pixels"])[["n_validation_pixels", "updates"]].median()
    flags = {}
    for axes, part in sizes.groupby(level=CURVE):
        part = part.droplevel(CURVE)
        few = {
            "few_validation_pixels": part["n_validation_pixels"] < FEW_VALIDATION_PIXELS,
            # Estimators make no updates.
            "few_updates": part["updates"].between(1, FEW_UPDATES, inclusive="left"),
        }
        flags[axes] = {
            name: " ".join(str(size) for size in part.index[where]) for name, where in few.items()
        }
    return flags
