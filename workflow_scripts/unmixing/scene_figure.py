"""A page that shows a scene: its colours, abundance maps and endmember spectra."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.figure import Figure

from unmixing.linear_mixing import fitted_endmembers
from unmixing.scene import Scene

RGB_MICROMETRES = (0.65, 0.55, 0.45)
# Where the wavelengths are not known, the bands of red, green and blue as shares of the spectrum
# of a sensor from 0.4 micrometres on.
RGB_SHARES = (0.22, 0.12, 0.05)
COLUMNS = 3


def scene_page(scene: Scene, title: str) -> Figure:
    """Draw a colour composite beside every abundance map, above the endmember spectra.

    Spectra are the stored ones (if any) and those refitted from cube and abundances.
    """
    sns.set_theme(context="paper", style="ticks")
    panels = 1 + scene.n_endmembers
    rows = -(-panels // COLUMNS)
    figure = plt.figure(figsize=(7.2, 2.4 * rows + 2.8), layout="constrained")
    grid = figure.add_gridspec(rows + 1, COLUMNS, height_ratios=[1] * rows + [1.1])
    axes = [figure.add_subplot(grid[i // COLUMNS, i % COLUMNS]) for i in range(panels)]
    axes[0].imshow(_composite(scene))
    axes[0].set_title(f"{title.replace('_', ' ')}, colour composite")
    for i, (axis, name) in enumerate(zip(axes[1:], scene.names, strict=True)):
        image = axis.imshow(scene.abundances[..., i], vmin=0, vmax=1, cmap="viridis")
        axis.set_title(name)
    for axis in axes:
        axis.set_xticks([])
        axis.set_yticks([])
    figure.colorbar(image, ax=axes, label="abundance", shrink=0.6)
    _draw_spectra(figure.add_subplot(grid[rows, :]), scene)
    return figure


def _draw_spectra(axis, scene: Scene) -> None:
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
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, fontsize="small")


def _composite(scene: Scene) -> np.ndarray:
    if scene.wavelengths is not None:
        bands = [int(np.abs(scene.wavelengths - at).argmin()) for at in RGB_MICROMETRES]
    else:
        bands = [int(share * scene.shape[2]) for share in RGB_SHARES]
    colours = np.nan_to_num(scene.cube[..., bands])
    low, high = np.percentile(colours, (2, 98), axis=(0, 1))
    return np.clip((colours - low) / np.maximum(high - low, np.finfo(float).tiny), 0, 1)
