"""Training and inference time against training samples."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from learning_curves.columns import TIMES
from learning_curves.figures.facets import Facet, select_facet
from learning_curves.figures.size_panels import draw_runs, size_panels
from learning_curves.figures.style import method_styles
from learning_curves.runs import select_completed
from learning_curves.vocabulary import Vocabulary


def times(runs: pd.DataFrame, vocabulary: Vocabulary) -> Figure:
    """Plot training and inference seconds against training samples: medians and single runs."""
    styles = method_styles(runs)

    def draw(axes: Axes, metric: str, facet: Facet) -> None:
        part = select_facet(select_completed(runs), facet)
        medians = part.groupby(["method", "size"])[metric].median().reset_index()
        for method, line in medians.groupby("method"):
            axes.plot(line["size"], line[metric], label=method, **styles[method])
        draw_runs(axes, part, metric, styles)

    return size_panels(runs, list(TIMES), draw, vocabulary)
