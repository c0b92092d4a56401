"""Which labelled pixels belong together: those of a plot, a site or a polygon."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.scene import Layer, Scene

if TYPE_CHECKING:
    import pandas as pd

# What the layer of groups is called.
LAYER = "group"
USUAL = (
    *("group", "plot", "plot_id", "plotid", "site", "site_id", "transect", "quadrat", "station"),
    *("polygon", "polygon_id", "field", "location", "cluster", "parcel"),
)
# With fewer, none are left to test on.
FEWEST = 4
# Where more of an image is labelled, or patches hold fewer pixels on average, labels do not come in
# patches.
MOST_LABELLED = 0.5
FEWEST_IN_A_PATCH = 3
# Labelled pixels that share an edge or a corner are one patch.
TOUCHING = np.ones((3, 3), int)


class Groups(NamedTuple):
    """The groups of the rows of a table.

    Attributes
    ----------
    numbers : ndarray
        (n,) of each row, -1 where it has none.
    names : tuple[str, ...]
        Of the groups, by number.
    """

    numbers: np.ndarray
    names: tuple[str, ...]

    def as_layer(self, places: np.ndarray, shape: tuple[int, ...]) -> Layer:
        """Return the group of each pixel of an image, of rows at places (n, 2)."""
        values = np.full(shape, -1, np.int32)
        values[places[:, 0], places[:, 1]] = self.numbers
        return Layer(values, self.names)


def find_patches(valid: np.ndarray) -> np.ndarray:
    """Count off the patches of labelled pixels that share an edge or a corner.

    Parameters
    ----------
    valid : ndarray
        (height, width) bool.

    Returns
    -------
    (height, width) int, -1 where nothing is labelled.
    """
    # Splits are named where SciPy is not installed, and by every start.
    from scipy.ndimage import label

    return label(valid, TOUCHING)[0] - 1


def find_labelled_groups(scene: Scene) -> tuple[np.ndarray, tuple[str, ...]] | None:
    """Return the group of each pixel (height, width), -1 of none, and the names of groups.

    They are those that the scene says, else patches of labelled pixels. None where there are no
    patches to speak of: labels everywhere, in too few patches, or in single pixels.
    """
    if LAYER in scene.layers:
        layer = scene.layers[LAYER]
        return layer.values.astype(int), layer.names
    valid = scene.valid
    patches = find_patches(valid)
    count = int(patches.max()) + 1
    if valid.mean() > MOST_LABELLED or count < FEWEST or valid.sum() < FEWEST_IN_A_PATCH * count:
        return None
    return patches, tuple(map(str, range(count)))


def number_groups(numbers: np.ndarray) -> Layer:
    """Return the layer of groups that numbers tell (height, width); 0 and NaN are of no group."""
    known = np.isfinite(numbers) & (numbers != 0)
    names, of_known = np.unique(numbers[known], return_inverse=True)
    values = np.full(numbers.shape, -1, np.int32)
    values[known] = of_known
    return Layer(values, tuple(f"{name:g}" for name in names))


def find_groups(
    table: pd.DataFrame, column: str | None, others: Collection[str]
) -> tuple[Groups | None, list[str]]:
    """Find the groups that rows of a table belong to.

    Parameters
    ----------
    table : DataFrame
        A row a labelled pixel.
    column : str or None
        The column that tells them; None takes the first of a usual name that repeats its values.
    others : Collection[str]
        Columns that are something else.

    Returns
    -------
    groups : Groups or None
        None where no column tells them.
    notes : list of str
        A sentence on what was found.

    Raises
    ------
    UserError
        If there is no column of the name given.
    """
    if column is not None and column not in table.columns:
        raise UserError(f"there is no column {column} that groups could be told by.")
    chosen = column or _usual_column(table, others)
    if chosen is None:
        return None, []
    numbers, names = table[chosen].astype("string").factorize(sort=True)
    groups = Groups(numbers.astype(int), tuple(map(str, names)))
    return groups, [describe_groups(chosen, len(names), len(table))]


def _usual_column(table: pd.DataFrame, others: Collection[str]) -> str | None:
    by_name = {str(name).lower(): str(name) for name in table.columns if name not in others}
    there = [by_name[name] for name in USUAL if name in by_name]
    return next((name for name in there if 1 < table[name].nunique() <= len(table) / 2), None)


def describe_groups(column: str, n_groups: int, n_rows: int) -> str:
    """Say that labels come in groups, and what to do about it."""
    words = f"{n_rows:,} labels come from {n_groups} groups, told by {column}"
    if n_groups < FEWEST:
        return f"{words}: too few to test on other groups than those that are labelled"
    return (
        f"{words}: pixels of a group are alike, so test on other groups (split: groups); testing "
        "on the same ones answers too well"
    )
