"""Helpers that read texts and shapes from a figure."""

import itertools

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text


def read_texts(figure: Figure) -> list[str]:
    """List every visible text of a figure, each in one line."""
    figure.canvas.draw()
    texts = [text.get_text() for text in figure.findobj(Text) if text.get_visible()]
    return [" ".join(text.split()) for text in texts if text.strip()]


def read_legend(figure: Figure) -> list[str]:
    """List the entries of a figure's legend."""
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def read_points(line: Line2D) -> list[tuple[float, float]]:
    """List the points of a line."""
    return list(zip(np.ravel(line.get_xdata()), np.ravel(line.get_ydata()), strict=True))


def read_edges(band: PolyCollection) -> set[tuple[float, float]]:
    """Return the corners of a filled band."""
    return {tuple(map(float, corner)) for corner in band.get_paths()[0].vertices}


def assert_legible(figure: Figure) -> None:
    """Check that no texts overlap or leave the sheet, and that it is no wider than a page."""
    assert figure.get_figwidth() <= 7.01
    figure.canvas.draw()
    page = figure.bbox
    drawn = [text for text in figure.findobj(Text) if text.get_visible()]
    boxes = {text: text.get_window_extent() for text in drawn if text.get_text().strip()}
    for text, box in boxes.items():
        assert page.x0 <= box.x0 and box.x1 <= page.x1, text
        assert page.y0 <= box.y0 and box.y1 <= page.y1, text
    for (one, first), (other, second) in itertools.combinations(boxes.items(), 2):
        assert not first.padded(-1).overlaps(second.padded(-1)), (one, other)
