"""The entries and places of legends."""

from collections.abc import Sequence
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from learning_curves.figures.panels import LEGEND_HEIGHT
from learning_curves.figures.style import Style
from learning_curves.vocabulary import Vocabulary

# Inches.
ENTRY_WIDTH = 1.9


def legend_line(label: str, **style: Any) -> Line2D:
    """Make the legend entry of a line, dark grey unless its style has a colour."""
    return Line2D([], [], label=label, **({"color": "0.3"} | style))


def add_legend(
    figure: Figure,
    handles: Sequence[Artist],
    columns: int,
    place: Literal["outside lower center", "outside upper center"] = "outside lower center",
    fontsize: str | None = None,
) -> Legend:
    """Put a legend below the panels, or above them."""
    return figure.legend(
        handles=handles,
        loc=place,
        ncols=columns,
        frameon=False,
        fontsize=fontsize,
    )


def name_methods(figure: Figure, styles: dict[str, Style], vocabulary: Vocabulary) -> None:
    """Put a legend of methods below the panels, on a sheet that has room for it."""
    handles = [
        legend_line(vocabulary.label_method(method), **style) for method, style in styles.items()
    ]
    in_a_line = max(1, min(len(handles), int(figure.get_figwidth() / ENTRY_WIDTH)))
    legend = add_legend(figure, handles, in_a_line).get_window_extent()
    width, height = figure.get_size_inches()
    more = max(0, legend.height / figure.dpi - LEGEND_HEIGHT)
    figure.set_size_inches(max(width, legend.width / figure.dpi), height + more)
