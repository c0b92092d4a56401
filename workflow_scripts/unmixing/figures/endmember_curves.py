"""The error of each endmember against labelled pixels."""

import pandas as pd
from matplotlib.figure import Figure

from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.facets import facet_label, facets_of, of_facet
from unmixing.figures.legends import name_methods
from unmixing.figures.names import METRIC_LABELS, SIZE_LABEL
from unmixing.figures.panels import log_axes, panel_grid
from unmixing.figures.size_panels import draw_means
from unmixing.figures.style import method_styles


def endmember_curves(
    runs: pd.DataFrame, summary: pd.DataFrame, names: dict[str, list[str]]
) -> Figure:
    """Plot the RMSE of each endmember against labelled pixels, a row a scene and condition.

    Parameters
    ----------
    names : scene -> names of its endmembers
    """
    facets = facets_of(runs)
    columns = max((len(names[scene]) for scene, _ in facets), default=1)
    figure, grid = panel_grid(max(len(facets), 1), columns)
    styles = method_styles(runs)
    for axes in grid.flat:
        axes.set_visible(False)
    for row, facet in zip(grid, facets, strict=False):
        scene, _ = facet
        for i, (axes, name) in enumerate(zip(row, names[scene], strict=False)):
            axes.set_visible(True)
            part = of_facet(rows_of(summary, metric=f"class{i}RMSE"), facet)
            draw_means(axes, part, styles)
            axes.set_title(f"{facet_label(facet, facets)}: {name}")
            log_axes(axes, part["n_train_pixels"])
            axes.set_xlabel(SIZE_LABEL)
        row[0].set_ylabel(METRIC_LABELS[METRIC])
    name_methods(figure, styles)
    return figure
