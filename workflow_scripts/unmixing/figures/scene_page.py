"""A page that shows a scene: its colours, abundance maps and endmember spectra."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.figure import Figure, SubFigure

from unmixing.figures.composite import composite, composite_label
from unmixing.figures.style import use_theme
from unmixing.linear_mixing import fitted_endmembers
from unmixing.scenes.scene import Scene

COLUMNS = 4
# Inches.
WIDTH, SPECTRA, TITLE = 9.0, 2.8, 0.3


def scene_page(scene: Scene, title: str) -> Figure:
    """Draw a colour composite beside every abundance map, above the endmember spectra.

    Spectra are the stored ones (if any) and those refitted from cube and abundances.
    """
    use_theme("ticks")
    rows = -(-(1 + scene.n_endmembers) // COLUMNS)
    columns = -(-(1 + scene.n_endmembers) // rows)
    image_height = WIDTH / columns * scene.shape[0] / scene.shape[1] + TITLE
    figure = plt.figure(figsize=(WIDTH, image_height * rows + SPECTRA), layout="constrained")
    heights = [image_height * rows, SPECTRA]
    maps, spectra = figure.subfigures(2, 1, squeeze=False, height_ratios=heights).ravel()
    heading = f"{title.replace('_', ' ')}, {composite_label(scene)}"
    _draw_maps(maps, maps.subplots(rows, columns, squeeze=False).ravel(), scene, heading)
    _draw_spectra(spectra, scene)
    return figure


def _draw_maps(figure: SubFigure, panels: np.ndarray, scene: Scene, heading: str) -> None:
    panels[0].imshow(composite(scene))
    panels[0].set_title(heading)
    for i, (axes, name) in enumerate(zip(panels[1:], scene.names, strict=False)):
        image = axes.imshow(scene.abundances[..., i], vmin=0, vmax=1, cmap="viridis")
        axes.set_title(name)
    for axes in panels:
        axes.set(xticks=[], yticks=[])
    for axes in panels[1 + scene.n_endmembers :]:
        axes.set_visible(False)
    figure.colorbar(image, ax=panels, label="abundance", shrink=0.8)


def _draw_spectra(figure: SubFigure, scene: Scene) -> None:
    axes = figure.subplots()
    valid = scene.valid
    refitted = fitted_endmembers(scene.cube[valid], scene.abundances[valid])
    bands = np.arange(1, scene.shape[2] + 1)
    x = bands if scene.wavelengths is None else scene.wavelengths
    for i, (name, colour) in enumerate(
        zip(scene.names, sns.color_palette("colorblind", scene.n_endmembers), strict=True)
    ):
        axes.plot(x, refitted[:, i], color=colour, label=f"{name}, refitted")
        if scene.endmembers is not None:
            axes.plot(x, scene.endmembers[:, i], "--", color=colour, label=f"{name}, stored")
    axes.set_xlabel("band" if scene.wavelengths is None else "wavelength (micrometres)")
    axes.set_ylabel(scene.units)
    sns.despine(ax=axes)
    figure.legend(loc="outside right center", frameon=False, fontsize="small")
