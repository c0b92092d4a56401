"""Images of a map's tests: written from a scene's cube, or counted while they are read."""

import weakref
from pathlib import Path

import numpy as np
import rasterio

from unmixing.prediction.images import Image

SYSTEM, PLACE = "EPSG:32633", rasterio.Affine(30, 0, 380_952.37, 0, -30, 5_820_372.35)


def write_tiff(path: Path, cube: np.ndarray, wavelengths=None, nodata=None, **options) -> Path:
    """Write a GeoTIFF with a place on the earth, and wavelengths as tags in micrometres."""
    height, width, bands = cube.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=height,
        width=width,
        count=bands,
        dtype=cube.dtype,
        crs=SYSTEM,
        transform=PLACE,
        nodata=nodata,
        **options,
    ) as file:
        file.write(np.moveaxis(cube, -1, 0))
        for band, length in enumerate(() if wavelengths is None else wavelengths, start=1):
            file.update_tags(band, wavelength=f"{length:.6f}", wavelength_units="Micrometers")
    return path


class CountedImage:
    """An image of any height, whose parts are made when they are read, and counted."""

    def __init__(self, height: int, width: int, bands: int) -> None:
        self.largest = self.reads = self.most_held = 0
        self._held: list[weakref.ref] = []
        self.image = Image(Path("counted"), (height, width, bands), (1, width), self._read)

    def _read(self, window):
        shape = (*window.shape, self.image.shape[2])
        part = np.full(shape, 0.5, np.float32)
        self._held = [held for held in self._held if held() is not None] + [weakref.ref(part)]
        self.most_held = max(self.most_held, len(self._held))
        self.largest = max(self.largest, part.size)
        self.reads += 1
        return part
