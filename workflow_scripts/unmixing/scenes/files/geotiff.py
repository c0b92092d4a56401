"""TIFF and GeoTIFF, of one page or of a page a band."""

import re
from pathlib import Path
from typing import Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import Contents

KIND = "TIFF"
STARTS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


def recognises(path: Path) -> bool:
    """Say whether a file is one of these, by its first bytes."""
    with open(path, "rb") as file:
        return file.read(4) in STARTS


def read(path: Path) -> Contents:
    """Read an image (lines, samples, bands) with GDAL's tags for names, scale and missing values.

    Raises
    ------
    UserError
        If the compression needs a package that is not there, or the file is cut short.
    """
    import tifffile

    try:
        with tifffile.TiffFile(path) as file:
            series = file.series[0]
            image, axes = series.asarray(), series.axes
            tags = file.pages.first.tags
            said, missing = (_text(tags, name) for name in ("GDAL_METADATA", "GDAL_NODATA"))
    except (tifffile.TiffFileError, ValueError, OSError, IndexError) as error:
        raise UserError(
            f"{path} cannot be read as TIFF ({error}): copy it again, or if its compression is the "
            "cause, install `imagecodecs` or write it with deflate."
        ) from None
    if {"Y", "X"} <= set(axes) and image.ndim == 3:
        image = np.moveaxis(image, [axes.index("Y"), axes.index("X")], [0, 1])
    return Contents(
        path,
        KIND,
        {path.stem: image},
        band_names=tuple(re.findall(r'role="description"[^>]*>([^<]*)<', said)),
        no_data=_number(missing),
        scale=_scale(said),
    )


def _text(tags: Any, name: str) -> str:
    tag = tags.get(name)
    return "" if tag is None else str(tag.value)


def _number(text: str) -> float | None:
    try:
        return float(text.strip("\x00 "))
    except ValueError:
        return None


def _scale(metadata: str) -> float:
    """Return what numbers are divided by: GDAL's scale, which they are multiplied by, inverted."""
    factors = {float(factor) for factor in re.findall(r'role="scale"[^>]*>([^<]*)<', metadata)}
    return 1 / factors.pop() if len(factors) == 1 and 0 not in factors else 1.0
