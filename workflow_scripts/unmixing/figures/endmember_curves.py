"""The error of each endmember against labelled pixels."""

import pandas as pd
from matplotlib.figure import Figure

from learning_curves.columns import rows_of
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.figures.legends import name_methods
from learning_curves.figures.panels import log_axes, panel_grid
from learning_curves.figures.size_panels import draw_means, draw_runs
from learning_curves.figures.style import method_styles
from learning_curves.vocabulary import Vocabulary


def endmember_curves(
    runs: pd.DataFrame,
    summary: pd.DataFrame,
    names: dict[str, list[str]],
    vocabulary: Vocabulary,
) -> Figure:
    """Plot the RMSE of each endmember against labelled pixels: a row per scene and condition.

    Parameters
    ----------
    names : dict[str, list[str]]
        Scene -> names of its endmembers.
    """
    facets = list_facets(runs)
    columns = max((len(names[data_set]) for data_set, _ in facets), default=1)
    figure, grid = panel_grid(max(len(facets), 1), columns)
    styles = method_styles(runs)
    for axes in grid.flat:
        axes.set_visible(False)
    for row, facet in zip(grid, facets, strict=False):
        data_set, _ = facet
        for i, (axes, name) in enumerate(zip(row, names[data_set], strict=False)):
            axes.set_visible(True)
            metric = f"class{i}RMSE"
            part = select_facet(rows_of(summary, metric=metric), facet)
            draw_means(axes, part, styles)
            draw_runs(axes, select_facet(runs, facet), metric, styles)
            axes.set_title(f"{label_facet(facet, facets)}: {name}")
            log_axes(axes, part["size"])
            axes.set_xlabel(vocabulary.sizes)
        row[0].set_ylabel(vocabulary.label_metric(vocabulary.error))
    name_methods(figure, styles, vocabulary)
    return figure
