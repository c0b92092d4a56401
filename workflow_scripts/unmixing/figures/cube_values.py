"""A histogram of a cube: outliers, negatives and odd units show at a glance."""

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes

from learning_curves.figures.text import say
from unmixing.scenes.cube import look_through
from unmixing.scenes.scene import Scene

BINS = 80
# A few outliers would squeeze all others into one bar.
SHOWN_PERCENTILES = (0.1, 99.9)
# More spectra give the same histogram.
MOST_SPECTRA = 20_000


def draw_cube_values(axes: Axes, scene: Scene) -> None:
    """Draw a histogram of the values of a cube, without the outermost thousandths.

    The title gives the range of all values. Spectra that are not finite in a band do not count.
    """
    measured = scene.measured
    if not measured.any():
        say(axes, "No pixel has a spectrum: there are no values to count.")
        return
    pixels = np.flatnonzero(measured)
    some = np.linspace(0, len(pixels) - 1, min(len(pixels), MOST_SPECTRA)).astype(int)
    values = scene.spectra_at(pixels[some]).ravel()
    counts, edges = np.histogram(values, BINS, np.percentile(values, SHOWN_PERCENTILES))
    axes.stairs(100 * counts / values.size, edges, fill=True, color="0.5")
    axes.set_xlabel(f"{scene.units} in any band")
    axes.set_ylabel("values (%)")
    axes.set_title(_title(scene, measured, values), fontsize="small")
    sns.despine(ax=axes)


def _title(scene: Scene, measured: np.ndarray, values: np.ndarray) -> str:
    smallest, largest = np.inf, -np.inf
    for rows, spectra in look_through(scene.cube):
        known = spectra[measured[rows]]
        smallest = min(smallest, known.min(initial=np.inf))
        largest = max(largest, known.max(initial=-np.inf))
    parts = [f"values from {smallest:.3g} to {largest:.3g}"]
    if smallest < 0:
        parts.append(f"{np.mean(values < 0):.2%} below zero")
    if not measured.all():
        parts.append(f"{np.sum(~measured):,} pixels without a spectrum")
    return ", ".join(parts)
