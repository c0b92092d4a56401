"""Figures as files."""

from collections.abc import Iterable
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from unmixing.storage import written_whole


def save_figure(figure: Figure, paths: Iterable[str | Path]) -> None:
    """Write a figure to files, whose suffixes say the formats, the same bytes each time."""
    with plt.rc_context({"svg.hashsalt": "unmixing", "svg.fonttype": "none"}):
        for path in paths:
            metadata = {"Date": None} if str(path).endswith(".svg") else None
            with written_whole(path) as temporary:
                figure.savefig(temporary, dpi=200, metadata=metadata)
    plt.close(figure)
