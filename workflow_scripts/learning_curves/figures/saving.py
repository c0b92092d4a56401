"""Writing figures to files."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ParamSpec

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from learning_curves.errors import report_failure
from learning_curves.figures.style import use_theme
from learning_curves.figures.text import plot_sentence
from learning_curves.writing import atomic_write

DOTS_AN_INCH = 200
# Limits of a PNG, beyond which it has fewer dots per inch. Matplotlib allows 65,535 dots per side.
LONGEST_SIDE = 30_000
MOST_DOTS = 60_000_000

Drawn = ParamSpec("Drawn")


def save_figure(
    paths: Iterable[str | Path],
    draw: Callable[Drawn, Figure],
    *args: Drawn.args,
    **options: Drawn.kwargs,
) -> None:
    """Draw a figure and write it to files in the formats of their suffixes.

    A failing figure does not stop a study: the files then contain a sentence about it, and the log
    has the traceback.

    Parameters
    ----------
    paths : Iterable[str or Path]
        Paths of the files.
    draw : Callable[Drawn, Figure]
        Function that draws the figure from the arguments that follow.
    """
    paths = list(paths)
    try:
        _write(draw(*args, **options), paths)
    except Exception as error:
        plt.close("all")
        use_theme("white")
        _write(plot_sentence(report_failure("This figure", error)), paths)


def _write(figure: Figure, paths: Iterable[str | Path]) -> None:
    """Write the figure reproducibly, byte for byte, and close it."""
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
