"""A page that shows a scene: its colours, abundance maps and endmember spectra."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.figure import Figure

from unmixing.linear_mixing import fitted_endmembers
from unmixing.scene import Scene

RGB_MICROMETRES = (0.65, 0.55, 0.45)
# Without wavelengths any three bands serve, and the title says so.
RGB_SHARES = (0.75, 0.5, 0.25)
COLUMNS = 4
WIDTH, SPECTRA, TITLE = 9.0, 2.8, 0.3


def scene_page(scene: Scene, title: str) -> Figure:
    """Draw a colour composite beside every abundance map, above the endmember spectra.

    Spectra are the stored ones (if any) and those refitted from cube and abundances.
    """
    sns.set_theme(context="paper", style="ticks")
    panels = 1 + scene.n_endmembers
    rows = -(-panels // COLUMNS)
    columns = -(-panels // rows)
    size = WIDTH / columns
    image_height = size * scene.shape[0] / scene.shape[1] + TITLE
    figure = plt.figure(figsize=(WIDTH, image_height * rows + SPECTRA), layout="constrained")
    maps, spectra = figure.subfigures(2, 1, height_ratios=[image_height * rows, SPECTRA])
    grid = maps.subplots(rows, columns, squeeze=False).ravel()
    grid[0].imshow(composite(scene))
    grid[0].set_title(f"{title.replace('_', ' ')}, {composite_label(scene)}")
    for i, (axes, name) in enumerate(zip(grid[1:], scene.names, strict=False)):
        image = axes.imshow(scene.abundances[..., i], vmin=0, vmax=1, cmap="viridis")
        axes.set_title(name)
    for axes in grid:
        axes.set_xticks([])
        axes.set_yticks([])
    for axes in grid[panels:]:
        axes.set_visible(False)
    maps.colorbar(image, ax=grid, label="abundance", shrink=0.8)
    _draw_spectra(spectra, scene)
    return figure


def _draw_spectra(figure, scene: Scene) -> None:
    axis = figure.subplots()
    valid = scene.valid
    refitted = fitted_endmembers(scene.cube[valid], scene.abundances[valid])
    known = scene.wavelengths is not None
    x = scene.wavelengths if known else np.arange(1, scene.shape[2] + 1)
    for i, (name, colour) in enumerate(
        zip(scene.names, sns.color_palette("colorblind", scene.n_endmembers), strict=True)
    ):
        axis.plot(x, refitted[:, i], color=colour, label=f"{name}, refitted")
        if scene.endmembers is not None:
            axis.plot(x, scene.endmembers[:, i], "--", color=colour, label=f"{name}, stored")
    axis.set_xlabel("wavelength (micrometres)" if known else "band")
    axis.set_ylabel(scene.units)
    sns.despine(ax=axis)
    figure.legend(loc="outside right center", frameon=False, fontsize="small")


def composite_label(scene: Scene) -> str:
    """Say whether the composite shows true colours, which takes wavelengths."""
    return "true colour" if scene.wavelengths is not None else "false colour"


def composite(scene: Scene) -> np.ndarray:
    """Return an image of three bands, (height, width, 3) from 0 to 1."""
    if scene.wavelengths is not None:
        bands = [int(np.abs(scene.wavelengths - at).argmin()) for at in RGB_MICROMETRES]
    else:
        bands = [int(share * scene.shape[2]) for share in RGB_SHARES]
    colours = np.nan_to_num(scene.cube[..., bands])
    low, high = np.percentile(colours, (2, 98), axis=(0, 1))
    return np.clip((colours - low) / np.maximum(high - low, np.finfo(float).tiny), 0, 1)
