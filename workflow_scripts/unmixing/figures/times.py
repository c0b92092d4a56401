"""Training and inference time against labelled pixels."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from unmixing.evaluation.runs import completed
from unmixing.evaluation.tables import TIMES
from unmixing.figures.facets import Facet, of_facet
from unmixing.figures.size_panels import draw_runs, size_panels
from unmixing.figures.style import method_styles


def times(runs: pd.DataFrame) -> Figure:
    """Plot training and inference seconds against labelled pixels: median and single runs."""
    styles = method_styles(runs)

    def draw(axes: Axes, metric: str, facet: Facet) -> None:
        part = of_facet(completed(runs), facet)
        medians = part.groupby(["model", "n_train_pixels"])[metric].median().reset_index()
        for model, line in medians.groupby("model"):
            axes.plot(line["n_train_pixels"], line[metric], label=model, **styles[model])
        draw_runs(axes, part, metric, styles)

    return size_panels(runs, list(TIMES), draw)
