"""The figures of answers, by the functions that the workflow's scripts call."""

import re
from collections.abc import Callable
from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from unmixing.answers.condition_effects import REGION_COLUMNS
from unmixing.answers.friedman import friedman
from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.condition_curves import condition_curves
from unmixing.figures.critical_difference import critical_difference
from unmixing.figures.fitted_curves import fitted_curves
from unmixing.figures.learning_curves import learning_curves
from unmixing.figures.needed_pixels import needed_pixels
from unmixing.figures.size_ratios import size_ratios
from unmixing.figures.win_matrices import win_matrices

NOTHING_PUBLISHED = pd.DataFrame(columns=["model", "n_train_pixels", "value"])
Drawings = dict[str, Callable[[], Figure]]


def drawings(tables: dict[str, pd.DataFrame], targets: list[float]) -> Drawings:
    """Return what draws each figure: name -> function.

    Parameters
    ----------
    tables : as `answer_runs` returns them
    targets : target errors that were asked for
    """
    runs, comparisons = tables["runs"], tables["comparisons"]
    first = rows_of(runs, condition=runs["condition"].iloc[0])
    drawn: Drawings = {
        "learning_curves": partial(learning_curves, runs, tables["summary"], targets),
        "sample_sizes": partial(needed_pixels, tables["sample_sizes"], runs),
        **_of_scenes(tables),
        "win_matrices": partial(win_matrices, comparisons, METRIC),
        "data_efficiency": partial(size_ratios, tables["data_efficiency"]),
    }
    if runs["scene"].nunique() > 1:
        tests = {METRIC: friedman(first, METRIC)}
        drawn["critical_difference"] = partial(critical_difference, runs, tests)
    if runs["condition"].nunique() > 1:
        effects, nowhere = tables["condition_effects"], pd.DataFrame(columns=REGION_COLUMNS)
        drawn["condition_curves"] = partial(
            condition_curves, runs, effects, nowhere, _no_crossings(), []
        )
    return drawn


def _of_scenes(tables: dict[str, pd.DataFrame]) -> Drawings:
    names = ("runs", "fitted_curves", "curve_shapes")
    drawn: Drawings = {}
    for scene in dict.fromkeys(tables["runs"]["scene"]):
        runs, bands, shapes = (rows_of(tables[name], scene=scene) for name in names)
        drawn[_free_name(f"fitted_curves_{scene}", drawn)] = partial(
            fitted_curves, runs, bands, shapes, NOTHING_PUBLISHED
        )
    return drawn


def _free_name(name: str, taken: Drawings) -> str:
    """Return a name of a file that is not taken, whatever the name of a data set."""
    plain = re.sub(r"[^\w.-]+", "_", name)
    while plain in taken:
        plain += "_"
    return plain


def _no_crossings() -> pd.DataFrame:
    return pd.DataFrame(columns=["scene", "condition", "metric", "model", "break_even"])
