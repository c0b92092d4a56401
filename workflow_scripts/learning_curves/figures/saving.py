"""Writing figures to files."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ParamSpec

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from learning_curves.errors import report_failure
from learning_curves.figures.dark_mode import follow_scheme
from learning_curves.figures.style import use_theme
from learning_curves.figures.text import NothingToShowError, plot_sentence
from learning_curves.writing import atomic_write

DOTS_AN_INCH = 200
# Limits of a PNG, beyond which it has fewer dots per inch. Matplotlib allows 65,535 dots per side.
LONGEST_SIDE = 30_000
MOST_DOTS = 60_000_000

# The title of an SVG with a sentence about why there is no figure.
LEFT_OUT = "nothing to show"

Drawn = ParamSpec("Drawn")


def save_figure(
    paths: Iterable[str | Path],
    draw: Callable[Drawn, Figure],
    *args: Drawn.args,
    **options: Drawn.kwargs,
) -> None:
    """Draw a figure and write it to files in the formats of their suffixes.

    A figure with nothing to show, or one that fails, does not stop a study: the files then contain
    a sentence about it. The log has the traceback of a failure.

    Parameters
    ----------
    paths : Iterable[str or Path]
        Paths of the files.
    draw : Callable[Drawn, Figure]
        Function that draws the figure from the arguments that follow. The label of the figure says
        what it shows to readers who do not see it: its files have it as their description.
    """
    paths = list(paths)
    try:
        figure = draw(*args, **options)
        _write(figure, paths, {"Description": str(figure.get_label())})
    except NothingToShowError as reason:
        _write_sentence(str(reason), paths, {"Title": LEFT_OUT, "Description": str(reason)})
    except Exception as error:
        sentence = report_failure("This figure", error)
        _write_sentence(sentence, paths, {"Description": sentence})


def _write_sentence(words: str, paths: Iterable[str | Path], facts: dict[str, str]) -> None:
    plt.close("all")
    use_theme("white")
    _write(plot_sentence(words), paths, facts)


def _write(figure: Figure, paths: Iterable[str | Path], facts: dict[str, str]) -> None:
    """Write the figure and facts about it reproducibly, byte for byte, and close it."""
    width, height = figure.get_size_inches()
    dots = min(
        DOTS_AN_INCH, LONGEST_SIDE / max(width, height), (MOST_DOTS / (width * height)) ** 0.5
    )
    with plt.rc_context({"svg.hashsalt": "unmixing", "svg.fonttype": "none"}):
        for path in paths:
            is_svg = str(path).endswith(".svg")
            with atomic_write(path) as temporary:
                metadata = {"Date": None, **facts} if is_svg else facts
                figure.savefig(temporary, dpi=dots, metadata=metadata)
                if is_svg:
                    text = temporary.read_text(encoding="utf-8")
                    temporary.write_text(follow_scheme(text), encoding="utf-8")
    plt.close(figure)
