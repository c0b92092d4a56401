"""Error against training samples."""

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from learning_curves.answers.estimand import describe_study_estimand, mean_over_runs
from learning_curves.columns import rows_of
from learning_curves.figures.facets import Facet, select_facet
from learning_curves.figures.size_panels import draw_means, draw_runs, size_panels
from learning_curves.figures.style import method_styles
from learning_curves.vocabulary import Vocabulary


def learning_curves(
    runs: pd.DataFrame,
    summary: pd.DataFrame,
    target_errors: Iterable[float],
    vocabulary: Vocabulary,
) -> Figure:
    """Plot error against training samples: mean, 95 % interval of the mean, and the single runs.

    Parameters
    ----------
    runs, summary : DataFrame
        The tables of these names.
    target_errors : Iterable[float]
        Target errors, marked by dotted lines.
    """
    targets, styles = list(target_errors), method_styles(runs)

    def draw(axes: Axes, metric: str, facet: Facet) -> None:
        draw_means(axes, select_facet(rows_of(summary, metric=metric), facet), styles)
        draw_runs(axes, select_facet(runs, facet), metric, styles)
        if metric == vocabulary.error:
            for error in targets:
                axes.axhline(error, color="0.5", linestyle=":", linewidth=1)

    measured = [metric for metric in vocabulary.plotted if metric in set(summary["metric"])]
    return size_panels(
        runs,
        measured,
        draw,
        vocabulary,
        describe_study_estimand(runs, f"Lines: arithmetic {mean_over_runs(vocabulary)}"),
    )
