"""The files of a map: a GeoTIFF of abundances, and one of its colours."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from unmixing.prediction.colours import mix_colours, name_colours
from unmixing.prediction.parts import Part
from unmixing.scenes.georeference import Georeference
from unmixing.storage import atomic_write

OUTSIDE = "outside"
# Sides of the tiles that are stored together.
TILE = 256


class MapFiles:
    """The two files of a map while it is written.

    Parameters
    ----------
    abundances, colours : rasterio's datasets
        Opened for writing.
    """

    def __init__(self, abundances: Any, colours: Any) -> None:
        self._abundances, self._colours = abundances, colours

    def write(self, part: Part) -> None:
        """Write a part of the map."""
        from rasterio.windows import Window

        rows, columns = part.window.shape
        place = Window(part.window.left, part.window.top, columns, rows)
        layers = np.dstack([part.abundances, part.outside])
        self._abundances.write(np.moveaxis(layers, -1, 0), window=place)
        self._colours.write(np.moveaxis(mix_colours(part.abundances), -1, 0), window=place)


@contextmanager
def write_map(
    path: Path,
    colours: Path,
    names: Sequence[str],
    shape: tuple[int, int],
    georeference: Georeference | None,
    tags: Mapping[str, Any],
) -> Iterator[MapFiles]:
    """Open both files of a map, which appear under their names when they are complete.

    Parameters
    ----------
    path : Path
        Of the abundances: a float32 band for each endmember and `outside`, NaN without data.
    colours : Path
        Of the colours: red, green, blue and opacity, with the colour of each endmember as a tag.
    names : Sequence[str]
        Of the endmembers.
    shape : tuple of int
        Height and width.
    georeference : Georeference or None
        Where the image lies on the earth; None leaves rows and columns as coordinates.
    tags : Mapping[str, Any]
        What a reader of the file finds in it besides.
    """
    layers = (*names, OUTSIDE)
    floats = {"count": len(layers), "dtype": "float32", "nodata": np.nan, "predictor": 3}
    rgb = {"count": 4, "dtype": "uint8", "photometric": "RGB", "alpha": "YES"}
    with (
        _created(path, shape, georeference, floats) as abundances,
        _created(colours, shape, georeference, rgb) as mixed,
    ):
        abundances.descriptions = layers
        abundances.update_tags(**tags)
        mixed.update_tags(**name_colours(names))
        yield MapFiles(abundances, mixed)


@contextmanager
def _created(
    path: Path,
    shape: tuple[int, int],
    georeference: Georeference | None,
    options: Mapping[str, Any],
) -> Iterator[Any]:
    """Create a compressed GeoTIFF of tiles; without a georeference it is created without a word."""
    import rasterio

    place: dict[str, Any] = {}
    if georeference is not None:
        place["crs"] = rasterio.crs.CRS.from_wkt(georeference.crs)
        place["transform"] = rasterio.Affine(*georeference.transform)
    with atomic_write(path) as temporary:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            file = rasterio.open(
                temporary,
                "w",
                driver="GTiff",
                height=shape[0],
                width=shape[1],
                tiled=True,
                blockxsize=TILE,
                blockysize=TILE,
                compress="deflate",
                BIGTIFF="IF_SAFER",
                **place,
                **options,
            )
        with file:
            yield file
