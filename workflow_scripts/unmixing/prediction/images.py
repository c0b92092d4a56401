"""Other images than the scene, opened without reading them: windows are read later.

ENVI is mapped into memory, and rasters are read by rasterio, whose cache is bounded.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.files import envi, rasters
from unmixing.scenes.files.contents import few
from unmixing.scenes.georeference import Georeference
from unmixing.scenes.wavelengths import in_micrometres
from unmixing.scenes.windows import Window
from unmixing.storage import release_pages

# Of GDAL, in MiB.
CACHE = 128


@dataclass(frozen=True)
class Image:
    """An image that is read window by window.

    Attributes
    ----------
    path : Path
        Of its file.
    shape : tuple of int
        Height, width and number of bands.
    block : tuple of int
        Height and width of the blocks that are stored together.
    read : callable
        Window -> (height, width, bands) numbers as they are stored.
    wavelengths : ndarray or None
        (bands,) in micrometres, or None.
    bad_bands : ndarray or None
        (bands,) bool, true for those that the file calls bad, or None.
    no_data : float or None
        The number that stands for no value.
    divided_by : float or None
        What its numbers are divided by, as the file says, or None.
    georeference : Georeference or None
        Where it lies on the earth.
    """

    path: Path
    shape: tuple[int, int, int]
    block: tuple[int, int]
    read: Callable[[Window], np.ndarray]
    wavelengths: np.ndarray | None = None
    bad_bands: np.ndarray | None = None
    no_data: float | None = None
    divided_by: float | None = None
    georeference: Georeference | None = None


@contextmanager
def open_image(path: Path) -> Iterator[Image]:
    """Open an image of ENVI, or one that rasterio reads.

    Raises
    ------
    UserError
        If it is not there, of another kind, or broken.
    """
    if not path.is_file():
        raise UserError(f"{path} is not there.")
    if rasters.recognises(path):
        with _opened_raster(path) as image:
            yield image
    elif envi.recognises(path):
        yield _mapped_envi(path)
    else:
        raise UserError(
            f"{path} is not an image that is read in parts: ENVI (.hdr), GeoTIFF, JPEG 2000 and "
            "lists of tiles (.vrt) are. Write it as one of these."
        )


@contextmanager
def _opened_raster(path: Path) -> Iterator[Image]:
    import rasterio
    from rasterio.windows import Window as Part

    def read(window: Window) -> np.ndarray:
        rows, columns = window.shape
        part = Part(window.left, window.top, columns, rows)
        return rasters.read_image(file, part)

    try:
        with rasterio.Env(GDAL_CACHEMAX=CACHE), rasters.opened(path) as file:
            if not file.count:
                raise UserError(
                    f"{path} holds several images and no bands: {few(file.subdatasets)}. Name a "
                    "file with one."
                )
            bands = rasters.bands_of(file)
            lengths, unit = rasters.wavelengths_of(file)
            yield Image(
                path,
                (file.height, file.width, len(bands)),
                file.block_shapes[0],
                read,
                _checked(lengths, unit, len(bands)),
                rasters.bad_bands_of(file),
                file.nodata,
                _stated(rasters.scale_of(file)),
                rasters.georeference_of(file),
            )
    except rasterio.errors.RasterioError as error:
        raise UserError(f"{path} cannot be read as a raster ({error}): copy it again.") from None


def _mapped_envi(path: Path) -> Image:
    contents = envi.read(path)
    if not contents.arrays:
        raise UserError(f"{path} has no file of numbers next to it: copy both files of the pair.")
    (numbers,) = contents.arrays.values()
    if numbers.ndim != 3:
        raise UserError(f"{path} is a library of spectra: name an image.")

    def read(window: Window) -> np.ndarray:
        part = np.array(numbers[window.top : window.bottom, window.left : window.right])
        release_pages(numbers)
        return part

    return Image(
        path,
        numbers.shape,
        (1, numbers.shape[1]),
        read,
        _checked(contents.wavelengths, contents.wavelength_unit, numbers.shape[2]),
        contents.bad_bands,
        contents.no_data,
        _stated(contents.scale),
        contents.georeference,
    )


def _stated(scale: float) -> float | None:
    """Return a scale, or None for the one that files have which say nothing."""
    return None if scale == 1 else scale


def _checked(lengths: np.ndarray | None, unit: str, bands: int) -> np.ndarray | None:
    """Return wavelengths in micrometres, if there is one for each band."""
    if lengths is None or len(lengths) != bands:
        return None
    return in_micrometres(lengths, unit)
