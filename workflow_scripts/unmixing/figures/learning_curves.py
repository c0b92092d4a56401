"""Error against labelled pixels."""

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from unmixing.answers.estimand import OF_RUNS, estimand_of_all
from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.facets import Facet, of_facet
from unmixing.figures.size_panels import draw_means, draw_runs, size_panels
from unmixing.figures.style import method_styles

# Of reconstructions, the one whose scale is that of the scene: that of rRMSE grows with labels.
METRICS = (METRIC, "rmsAAD", "reconstructionRMSE")


def learning_curves(
    runs: pd.DataFrame, summary: pd.DataFrame, target_errors: Iterable[float]
) -> Figure:
    """Plot error against labelled pixels: mean, 95 % interval of the mean, and the single runs.

    Parameters
    ----------
    runs, summary : as the tables of these names
    target_errors : marked by dotted lines
    """
    targets, styles = list(target_errors), method_styles(runs)

    def draw(axes: Axes, metric: str, facet: Facet) -> None:
        draw_means(axes, of_facet(rows_of(summary, metric=metric), facet), styles)
        draw_runs(axes, of_facet(runs, facet), metric, styles)
        if metric == METRIC:
            for error in targets:
                axes.axhline(error, color="0.5", linestyle=":", linewidth=1)

    measured = [metric for metric in METRICS if metric in set(summary["metric"])]
    return size_panels(runs, measured, draw, estimand_of_all(runs, f"Lines: arithmetic {OF_RUNS}"))
