"""TIFF, JPEG 2000, lists of tiles and what else GDAL reads as a raster, by rasterio."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import Contents, read_start
from unmixing.scenes.georeference import Georeference
from unmixing.scenes.windows import divide_into_windows
from unmixing.storage import unpack_array

if TYPE_CHECKING:
    from rasterio.io import DatasetReader
    from rasterio.windows import Window as Part

KIND = "raster"
STARTS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+", b"\x00\x00\x00\x0c", b"\xff\x4f\xff\x51")
# A list of tiles, as gdalbuildvrt writes it.
TILES = b"<VRTDataset"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
# As the descriptions of bands name it: "band 1 (418.24 Nanometers)".
WAVELENGTH = re.compile(r"(\d+(?:\.\d+)?) *\(?(nm|nanometers|um|µm|micrometers)\b", re.IGNORECASE)


def recognises(path: Path) -> bool:
    """Say whether a file is one of these, by its first bytes."""
    start = read_start(path, len(TILES))
    return start[:4] in STARTS or start == TILES


def read(path: Path) -> Contents:
    """Read an image (lines, samples, bands) and what its tags say.

    Raises
    ------
    UserError
        If it cannot be read, or is cut short.
    """
    import rasterio

    try:
        with opened(path) as file:
            pages = [name for name in file.subdatasets if name.startswith("GTIFF_DIR")]
            if pages:
                return Contents(path, file.driver, {path.stem: _stacked(pages)}, bands_axis=2)
            image, doubts = _read_whole(file)
            lengths, unit = wavelengths_of(file)
            return Contents(
                path,
                file.driver,
                # A mask or a map of classes has no axis of bands.
                {path.stem: image if image.shape[2] > 1 else image[..., 0]},
                band_names=tuple(name or "" for name in file.descriptions)
                if any(file.descriptions)
                else (),
                wavelengths=lengths,
                wavelength_unit=unit,
                no_data=None if file.nodata is None else float(file.nodata),
                scale=scale_of(file),
                bands_axis=2 if image.shape[2] > 1 else None,
                bad_bands=bad_bands_of(file),
                georeference=georeference_of(file),
                doubts=doubts,
            )
    except rasterio.errors.RasterioError as error:
        raise UserError(f"{path} cannot be read as a raster ({error}): copy it again.") from None


def opened(path: Path | str) -> DatasetReader:
    """Open a raster; one without a georeference is opened without a word."""
    import rasterio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        return rasterio.open(path)


def georeference_of(file: DatasetReader) -> Georeference | None:
    """Return where a raster lies on the earth, or None."""
    if file.crs is None or file.transform.is_identity:
        return None
    return Georeference(tuple(map(float, file.transform[:6])), file.crs.to_wkt())


def _stacked(pages: list[str]) -> np.ndarray:
    """Read pages of a TIFF, a band each."""
    import rasterio

    images = []
    # They are listed in the order of their names, page 10 after page 1.
    for page in sorted(pages, key=lambda page: int(page.split(":")[1])):
        with opened(page) as file:
            images.append(file.read(1))
    if len({image.shape for image in images}) > 1:
        raise rasterio.errors.RasterioIOError("its pages have different sizes")
    return np.stack(images, axis=-1)


def _read_whole(file: DatasetReader) -> tuple[np.ndarray, tuple[str, ...]]:
    """Read an image (lines, samples, bands) part by part, with a sentence on what a mask omits."""
    from rasterio.windows import Window as Part

    bands, invalid = bands_of(file), _read_mask(file)
    masked = invalid is not None and bool(invalid.any())
    kind = file.read(bands, window=Part(0, 0, 1, 1)).dtype
    if masked or any(file.offsets):
        kind = np.dtype(np.float32)
    windows = divide_into_windows(file.height, file.width, len(bands), file.block_shapes[0])
    parts = (
        (
            (slice(part.top, part.bottom), slice(part.left, part.right)),
            read_image(file, Part(part.left, part.top, *part.shape[::-1])),
        )
        for part in windows
    )
    image = unpack_array((file.height, file.width, len(bands)), kind, parts)
    if invalid is None or not masked:
        return image, ()
    return image, (f"{invalid.sum():,} pixels are left out by the mask of the file",)


def _read_mask(file: DatasetReader, window: Part | None = None) -> np.ndarray | None:
    """Return the pixels that a mask or a transparency leaves out (lines, samples), or None."""
    from rasterio.enums import MaskFlags

    transparent = set(file.indexes) - set(bands_of(file))
    if transparent:
        return np.asarray(file.read(min(transparent), window=window) == 0)
    if MaskFlags.per_dataset in set(file.mask_flag_enums[0]):
        return np.asarray(file.dataset_mask(window=window) == 0)
    return None


def read_image(file: DatasetReader, window: Part) -> np.ndarray:
    """Read the bands that are no transparency, with NaN where a mask says that nothing is.

    Returns
    -------
    (lines, samples, bands), the part in the window
    """
    bands = bands_of(file)
    image = np.moveaxis(file.read(bands, window=window), 0, -1)
    if any(file.offsets):
        absent = np.zeros(image.shape, bool) if file.nodata is None else image == file.nodata
        image = image * np.array([file.scales[band - 1] for band in bands])
        image = image + np.array([file.offsets[band - 1] for band in bands])
        image[absent] = np.nan
    invalid = _read_mask(file, window)
    if invalid is None or not invalid.any():
        return image
    return np.where(invalid[..., None], np.nan, image).astype(np.float32)


def bands_of(file: DatasetReader) -> list[int]:
    """Return the numbers, from 1, of the bands that are no transparency."""
    from rasterio.enums import ColorInterp

    return [
        band
        for band, meaning in zip(file.indexes, file.colorinterp, strict=True)
        if meaning != ColorInterp.alpha
    ]


def scale_of(file: DatasetReader) -> float:
    """Return what numbers are divided by: GDAL's scale, which they are multiplied by, inverted."""
    factors = set(file.scales)
    if any(file.offsets) or len(factors) != 1 or 0 in factors:
        return 1.0
    factor = float(factors.pop())
    # 0.0001 is meant as a division by 10,000.
    return float(f"{1 / factor:.12g}")


def bad_bands_of(file: DatasetReader) -> np.ndarray | None:
    """Return which bands the tags call bad, (bands,) bool, or None where they say nothing."""
    good = [file.tags(band).get("bbl") for band in file.indexes]
    return None if None in good else np.array([float(word) == 0 for word in good])


def wavelengths_of(file: DatasetReader) -> tuple[np.ndarray | None, str]:
    """Return the wavelengths of bands, or None, with their unit, from tags or descriptions."""
    tags: list[dict[str, Any]] = [file.tags(band) for band in file.indexes]
    said = [NUMBER.match(str(of_band.get("wavelength", ""))) for of_band in tags]
    if said and all(said):
        lengths = np.array([float(match[0]) for match in said if match])
        return lengths, str(tags[0].get("wavelength_units", tags[0].get("wavelength_unit", "")))
    named = [WAVELENGTH.search(name or "") for name in file.descriptions]
    if named and all(named):
        found = [match for match in named if match is not None]
        return np.array([float(match[1]) for match in found]), found[0][2]
    return None, ""
