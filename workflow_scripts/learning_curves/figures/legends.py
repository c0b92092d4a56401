"""The entries and places of legends."""

from collections.abc import Sequence
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

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
) -> None:
    """Put a legend below the panels, or above them."""
    figure.legend(
        handles=handles,
        loc=place,
        ncols=columns,
        frameon=False,
        fontsize=fontsize,
    )


def name_methods(figure: Figure, styles: dict[str, Style], vocabulary: Vocabulary) -> None:
    """Put a legend of methods below the panels, with as many per line as fit."""
    handles = [
        legend_line(vocabulary.label_method(method), **style) for method, style in styles.items()
    ]
    in_a_line = max(1, min(len(handles), int(figure.get_figwidth() / ENTRY_WIDTH)))
    add_legend(figure, handles, in_a_line)
