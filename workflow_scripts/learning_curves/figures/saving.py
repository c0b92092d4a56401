"""Figures as files."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ParamSpec

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from learning_curves.errors import told
from learning_curves.figures.style import use_theme
from learning_curves.figures.text import sentence
from learning_curves.writing import atomic_write

DOTS_AN_INCH = 200
# Of a PNG: beyond, a figure has fewer dots an inch. Matplotlib draws no side longer than 65,535.
LONGEST_SIDE = 30_000
MOST_DOTS = 60_000_000

Drawn = ParamSpec("Drawn")


def save_figure(
    paths: Iterable[str | Path],
    draw: Callable[Drawn, Figure],
    *args: Drawn.args,
    **options: Drawn.kwargs,
) -> None:
    """Draw a figure and write it to files, whose suffixes say the formats.

    A figure is never worth a study: where it cannot be drawn, the files hold a sentence that says
    so, and the log its traceback.

    Parameters
    ----------
    paths : Iterable[str or Path]
        Of the files.
    draw : Callable[Drawn, Figure]
        What draws the figure, of the arguments that follow.
    """
    paths = list(paths)
    try:
        _write(draw(*args, **options), paths)
    except Exception as error:
        plt.close("all")
        use_theme("white")
        _write(sentence(told("This figure", error)), paths)


def _write(figure: Figure, paths: Iterable[str | Path]) -> None:
    """Write the same bytes each time, and close the figure."""
    width, height = figure.get_size_inches()
    dots = min(
        DOTS_AN_INCH, LONGEST_SIDE / max(width, height), (MOST_DOTS / (width * height)) ** 0.5
    )
    with plt.rc_context({"svg.hashsalt": "unmixing", "svg.fonttype": "none"}):
        for path in paths:
            metadata = {"Date": None} if str(path).endswith(".svg") else None
            with atomic_write(path) as temporary:
                figure.savefig(temporary, dpi=dots, metadata=metadata)
    plt.close(figure)
