"""Where the pixels of an image lie on the earth."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Georeference:
    """The place of an image on the earth, as GDAL's rasters have it.

    Attributes
    ----------
    transform : tuple[float, ...]
        Six numbers (a, b, c, d, e, f): x = a column + b row + c and y = d column + e row + f, of
        the corner of a pixel.
    crs : str
        The coordinate reference system as well-known text.
    """

    transform: tuple[float, ...]
    crs: str

    def places_of(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return rows and columns (n, 2) of coordinates in its own system, with fractions."""
        a, b, c, d, e, f = self.transform
        columns_rows = np.linalg.solve(np.array([[a, b], [d, e]]), np.stack([x - c, y - f]))
        return np.stack([columns_rows[1], columns_rows[0]], axis=1)
