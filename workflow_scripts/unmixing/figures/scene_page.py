"""A page that shows a scene: its colours, abundance maps, endmember spectra and values."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.figure import Figure, SubFigure

from learning_curves.figures.style import use_theme
from learning_curves.figures.text import say
from learning_curves.vocabulary import add_spaces
from unmixing.figures.composite import compose_colours, label_composite
from unmixing.figures.cube_values import draw_cube_values
from unmixing.figures.images import NO_IMAGE, compute_tallness, draw_image, is_image
from unmixing.scenes.mixtures import refitted_endmembers
from unmixing.scenes.scene import Scene

COLUMNS = 4
# Inches.
WIDTH, SPECTRA, VALUES, TITLE, SENTENCE = 9.0, 2.8, 1.8, 0.3, 0.6


def scene_page(scene: Scene, title: str) -> Figure:
    """Draw a colour composite and all abundance maps, above endmember spectra and a histogram.

    Spectra are the stored ones (if any) and those refitted from cube and abundances. A scene that
    is not an image has no maps.
    """
    use_theme("ticks")
    rows = -(-(1 + scene.n_endmembers) // COLUMNS)
    columns = -(-(1 + scene.n_endmembers) // rows)
    maps_height = (WIDTH / columns * compute_tallness(scene) + TITLE) * rows
    heights = [maps_height if is_image(scene) else SENTENCE, SPECTRA, VALUES]
    figure = plt.figure(figsize=(WIDTH, sum(heights)), layout="constrained")
    above, spectra, values = figure.subfigures(3, 1, squeeze=False, height_ratios=heights).ravel()
    above.suptitle(add_spaces(title))
    if is_image(scene):
        _draw_maps(above, above.subplots(rows, columns, squeeze=False).ravel(), scene)
    else:
        say(above.subplots(), NO_IMAGE)
    _draw_spectra(spectra, scene)
    draw_cube_values(values.subplots(), scene)
    figure.set_label(
        f"{add_spaces(title)} in its colours, maps of the abundance of each endmember, the spectra "
        "of the endmembers, and how often its values occur"
    )
    return figure


def _draw_maps(figure: SubFigure, panels: np.ndarray, scene: Scene) -> None:
    draw_image(panels[0], scene, compose_colours(scene))
    panels[0].set_title(label_composite(scene))
    for i, (axes, name) in enumerate(zip(panels[1:], scene.names, strict=False)):
        image = draw_image(axes, scene, scene.abundances[..., i], vmin=0, vmax=1, cmap="viridis")
        axes.set_title(name)
    for axes in panels[1 + scene.n_endmembers :]:
        axes.set_visible(False)
    figure.colorbar(image, ax=panels, label="abundance", shrink=0.8)


def _draw_spectra(figure: SubFigure, scene: Scene) -> None:
    axes = figure.subplots()
    valid = scene.valid
    refitted = refitted_endmembers(scene.spectra_at(np.flatnonzero(valid)), scene.abundances[valid])
    bands = np.arange(1, scene.shape[2] + 1)
    x = bands if scene.wavelengths is None else scene.wavelengths
    for i, (name, colour) in enumerate(
        zip(scene.names, sns.color_palette("colorblind", scene.n_endmembers), strict=True)
    ):
        axes.plot(x, refitted[:, i], color=colour, label=f"refitted {name}")
        if scene.endmembers is not None:
            axes.plot(x, scene.endmembers[:, i], "--", color=colour, label=f"stored {name}")
    axes.set_xlabel("band" if scene.wavelengths is None else "wavelength (micrometres)")
    axes.set_ylabel(scene.units)
    sns.despine(ax=axes)
    figure.legend(loc="outside right center", frameon=False, fontsize="small")
