"""A preview of a map: the colours of endmembers mixed by abundance, and what lies outside."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from learning_curves.figures.style import use_theme
from learning_curves.vocabulary import add_spaces
from unmixing.figures.images import LONGEST
from unmixing.prediction.colours import choose_colours
from unmixing.prediction.map_files import OUTSIDE
from unmixing.scenes.files.rasters import opened

# Pixels on a side: larger maps are drawn from some of their pixels.
MOST = 1500
# Inches.
PANEL, EDGES = 3.4, 1.0
UNLIKE, NO_DATA = "tab:red", "white"


def predicted_map(
    abundances: Path, colours: Path, names: Sequence[str], data_set: str, method: str
) -> Figure:
    """Draw the mixed colours of a map, and its pixels that are unlike all labelled ones.

    Parameters
    ----------
    abundances, colours : Path
        The two GeoTIFFs of the map.
    names : Sequence[str]
        Of the endmembers.
    data_set, method : str
        Names of the map and the method, for the title.
    """
    use_theme("white")
    mixed = np.moveaxis(_read_some(colours, [1, 2, 3, 4]), 0, -1)
    outside = _read_some(abundances, [len(names) + 1])[0]
    tallness = float(np.clip(mixed.shape[0] / mixed.shape[1], 1 / LONGEST, LONGEST))
    figure, panels = plt.subplots(
        1, 2, figsize=(2 * PANEL, PANEL * tallness + EDGES), layout="constrained"
    )
    figure.suptitle(f"{add_spaces(data_set)}, {method}", fontsize="medium")
    _draw(panels[0], mixed, "abundances, colours mixed", tallness)
    grey = np.where(mixed[..., 3:] > 0, 210, 255) + np.zeros(3, int)
    _draw(panels[1], grey, "unlike all labelled pixels", tallness)
    unlike = np.ma.masked_not_equal(outside, 1)
    _draw(panels[1], unlike, "", tallness, cmap=ListedColormap([UNLIKE]))
    handles = [
        Patch(color=tuple(colour), label=name)
        for name, colour in zip(names, choose_colours(len(names)), strict=True)
    ]
    share = np.mean(outside[np.isfinite(outside)] == 1) if np.isfinite(outside).any() else None
    label = OUTSIDE if share is None else f"{OUTSIDE} ({share:.1%})"
    handles.append(Patch(color=UNLIKE, label=label))
    figure.legend(
        handles=handles, loc="outside lower center", ncols=4, frameon=False, fontsize="small"
    )
    figure.set_label(
        f"Map of every pixel of {add_spaces(data_set)} by {method}: the colours of the endmembers "
        "mixed by their abundances, and the pixels that are unlike all labelled ones"
    )
    return figure


def _draw(axes: Axes, values: np.ndarray, title: str, tallness: float, **style: Any) -> None:
    height, width = values.shape[:2]
    axes.set(xticks=[], yticks=[])
    if title:
        axes.set_title(title, fontsize="small")
    axes.imshow(values, aspect=tallness * width / height, interpolation="nearest", **style)


def _read_some(path: Path, bands: list[int]) -> np.ndarray:
    """Read bands of a raster, of a large one only every so many pixels."""
    with opened(path) as file:
        step = max(1, -(-max(file.height, file.width) // MOST))
        shape = (len(bands), -(-file.height // step), -(-file.width // step))
        read: np.ndarray = file.read(bands, out_shape=shape)
        return read
