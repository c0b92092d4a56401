"""Points and polygons with attributes: GeoJSON, GeoPackage and shapefiles, by pyogrio."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import Contents, read_start

if TYPE_CHECKING:
    import pandas as pd

KIND = "vector"
ENDINGS = (".geojson", ".gpkg", ".shp", ".fgb", ".kml")
POINTS, POLYGONS = {"Point"}, {"Polygon", "MultiPolygon"}


def recognises(path: Path) -> bool:
    """Say whether a file is one of these, by its ending, or as GeoJSON by its first words."""
    if path.suffix.lower() in ENDINGS:
        return True
    start = read_start(path, 4096)
    return start.lstrip()[:1] == b"{" and b"Feature" in start


def read(path: Path) -> Contents:
    """Read the attributes of points, with their coordinates as x and y, or of polygons.

    Raises
    ------
    UserError
        If the file is broken, empty, or holds lines or several kinds of shapes.
    """
    import pyogrio
    import shapely

    try:
        facts, _, shapes, values = pyogrio.raw.read(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise UserError(f"{path} cannot be read as points or polygons ({error}).") from None
    geometries = shapely.from_wkb(shapes)
    kinds = {geometry.geom_type for geometry in geometries if geometry is not None}
    if not kinds or not (kinds <= POINTS or kinds <= POLYGONS) or None in geometries:
        raise UserError(
            f"{path} holds {', '.join(sorted(kinds)) or 'no shapes'}: labels are points, or "
            "polygons, one of these a row."
        )
    table = _table(facts["fields"], values)
    polygons = ()
    if kinds <= POINTS:
        table["x"], table["y"] = shapely.get_x(geometries), shapely.get_y(geometries)
    else:
        polygons = tuple(geometries)
    return Contents(path, KIND, tables={"": table}, polygons=polygons, crs=facts["crs"])


def _table(names: np.ndarray, values: list[Any]) -> pd.DataFrame:
    import pandas as pd

    columns = {str(name): column for name, column in zip(names, values, strict=True)}
    return pd.DataFrame(columns)
