"""The tables of answers, by the functions that the workflow's scripts call."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from unmixing.answers.against_best import against_best
from unmixing.answers.condition_effects import condition_effects
from unmixing.answers.curve_tables import curve_tables
from unmixing.answers.data_efficiency_table import data_efficiency_table
from unmixing.answers.friedman import friedman_table, friedman_tests
from unmixing.answers.measured_curves import Curves, measured_curves
from unmixing.answers.pairs import compare_methods
from unmixing.answers.shape_table import shape_table
from unmixing.evaluation.runs import coverage
from unmixing.evaluation.summary import summarize_runs
from unmixing.evaluation.tables import CELL, METRIC

# Round errors of every decade.
ROUND = (1, 1.5, 2, 3, 5, 7)
MOST_TARGETS = 15


def answer_runs(
    runs: pd.DataFrame, metrics: Sequence[str], targets: Sequence[float], margin: float
) -> dict[str, pd.DataFrame]:
    """Answer a table of runs.

    Parameters
    ----------
    runs : as `collect_runs` returns it
    metrics : columns of `runs` that are errors
    targets : target errors of the first metric; empty takes round ones that the curves reach
    margin : methods whose errors differ by less than this share count as equal

    Returns
    -------
    dict
        Names of tables -> tables, in the order in which a reader asks for them.
    """
    curves = {metric: measured_curves(runs, metric) for metric in metrics}
    fitted = [
        curve_tables(runs, metric, (metric == METRIC and targets) or round_targets(curves[metric]))
        for metric in metrics
    ]
    fits, bands, answers, fewest, by_error = (
        pd.concat(parts) for parts in zip(*fitted, strict=True)
    )
    first = runs["condition"].iloc[0]
    planned = runs.groupby(CELL, sort=False).size().reset_index()
    flagged = runs.assign(n_validation_pixels=np.nan, updates=np.nan)
    tables = {
        "sample_sizes": answers,
        "fewest_pixels": fewest,
        "sample_sizes_by_error": by_error,
        "against_best": against_best(runs, metrics, margin),
        "comparisons": compare_methods(runs, metrics),
        "mean_ranks": friedman_table({name: friedman_tests(runs, name) for name in metrics}),
        "fitted_curves": bands,
        "data_efficiency": _joined(data_efficiency_table(of, name) for name, of in curves.items()),
        "condition_effects": _joined(condition_effects(runs, name, first) for name in metrics),
        "curve_shapes": shape_table(flagged, metrics),
        "learning_curve_fits": fits,
        "coverage": coverage(runs, planned.to_numpy().tolist()),
        "summary": summarize_runs(runs),
        "runs": runs,
    }
    return {name: table.reset_index(drop=True) for name, table in tables.items()}


def round_targets(curves: Curves) -> list[float]:
    """Return round errors that curves reach or nearly reach: the largest of many."""
    means = np.exp(np.concatenate([curve.means for curve in curves.values()] or [np.zeros(1)]))
    low, high = 0.7 * means.min(), means.max()
    decades = range(int(np.floor(np.log10(low))), int(np.floor(np.log10(high))) + 1)
    # Decimals are read from text: 3 * 0.1 is another number than 0.3.
    targets = [float(f"{digit}e{decade}") for decade in decades for digit in ROUND]
    return [target for target in reversed(targets) if low <= target <= high][:MOST_TARGETS]


def _joined(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True)
