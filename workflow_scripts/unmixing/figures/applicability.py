"""Maps of the pixels that are like labelled ones, and of those that are not."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from learning_curves.figures.style import Style, use_theme
from learning_curves.figures.text import NothingToShowError
from learning_curves.vocabulary import Vocabulary, add_spaces
from unmixing.figures.composite import compose_colours, label_composite
from unmixing.figures.images import NO_IMAGE, compute_tallness, draw_image, is_image, thin_out
from unmixing.scenes.applicability import find_applicability
from unmixing.scenes.scene import Scene

# Inches.
PANEL, EDGES = 2.4, 1.1
OUTSIDE, LABELLED = "tab:red", "black"
PIXELS: Style = {"interpolation": "nearest"}


def applicability(scene: Scene, data_set: str, vocabulary: Vocabulary) -> Figure:
    """Draw colours, the dissimilarity to labelled pixels, and how many of them are similar.

    Pixels that are unlike all labelled ones are red. A scene that is not an image, or that has a
    label everywhere, has a sentence instead.

    Parameters
    ----------
    data_set : str
        Name of the scene.
    """
    use_theme("white")
    title = add_spaces(data_set)
    if not is_image(scene):
        raise NothingToShowError(f"{title}: {NO_IMAGE}")
    found = find_applicability(scene)
    if found is None or np.isnan(found.density).all():
        raise NothingToShowError(
            f"{title}: every pixel is labelled, or labelled ones do not differ."
        )
    size = (3 * PANEL, PANEL * compute_tallness(scene) + EDGES)
    figure, (colours, *maps) = plt.subplots(1, 3, figsize=size, layout="constrained")
    figure.suptitle(title, fontsize="medium")
    draw_image(colours, scene, compose_colours(scene))
    colours.set_title(label_composite(scene), fontsize="small")
    values = {
        "dissimilarity": (found.dissimilarity, found.threshold),
        "similar labelled pixels": (found.density, np.nanmax(found.density)),
    }
    for axes, (name, (numbers, most)) in zip(maps, values.items(), strict=True):
        image = draw_image(axes, scene, numbers, **PIXELS, cmap="viridis", vmin=0, vmax=most)
        axes.set_title(name, fontsize="small")
        bar = figure.colorbar(image, ax=axes, location="bottom", shrink=0.8)
        bar.ax.tick_params(labelsize="x-small")
        _mark(axes, scene, found.outside, OUTSIDE)
    for axes in (colours, *maps):
        # In line, with and without a colour bar.
        axes.set_anchor("N")
        _mark(axes, scene, scene.valid, LABELLED)
    handles = [
        Patch(color=OUTSIDE, label=f"unlike all labelled pixels ({found.share_outside:.1%})"),
        Patch(color=LABELLED, label="labelled"),
    ]
    figure.legend(
        handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize="small"
    )
    return figure


def _mark(axes: Axes, scene: Scene, pixels: np.ndarray, colour: str) -> None:
    """Paint some pixels, (height, width) bool, over an image."""
    marked = np.ma.masked_equal(thin_out(pixels), False)
    draw_image(axes, scene, marked, **PIXELS, cmap=ListedColormap([colour]))
