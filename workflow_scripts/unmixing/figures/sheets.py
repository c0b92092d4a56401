"""Parts of sheets laid out in inches: the title, headings of columns, and a note."""

from collections.abc import Iterable

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from learning_curves.figures.text import wrap_text

# A page, and the parts that figures on it share.
PAGE = (7.0, 9.2)
NARROWEST = 3.5
TITLE, NOTE = 0.3, 0.45
GAP, ROW_GAP = 0.06, 0.2


def draw_title(figure: Figure, title: str) -> None:
    """Write the title of a sheet at its upper edge."""
    figure.suptitle(title, fontsize="medium", y=1 - 0.05 / figure.get_figheight(), va="top")


def draw_heading(axes: Axes, text: str) -> None:
    """Write the heading of a column above the title of its first panel."""
    axes.annotate(
        text,
        (0.5, 1),
        (0, 11),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize="small",
    )


def draw_note(figure: Figure, sentences: Iterable[str]) -> None:
    """Write sentences at the lower edge of a sheet."""
    width, height = figure.get_size_inches()
    text = wrap_text(" ".join(sentences), width - 0.2)
    figure.text(0.1 / width, (NOTE - 0.08) / height, text, fontsize="x-small", va="top")
