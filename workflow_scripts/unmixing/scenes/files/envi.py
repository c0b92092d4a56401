"""ENVI: a header and a file of numbers next to it.

Neither rasterio 1.4 nor spectral 0.25 replaces this (tried 2026-11-30). rasterio maps no file into
memory (635 MB for a cube of 300 MB, 17 MB here), opens no spectral library and no header alone, and
reads what a file lacks as zeros. spectral, whose parser of headers is used, refuses headers in
Latin-1 or without `byte order` or `interleave`, and takes a file that is too long without a word.
"""

import os
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.cube import divide_rows
from unmixing.scenes.files.contents import CLASSES, SPECTRA_NAMES, Contents, read_start
from unmixing.scenes.files.rasters import georeference_of, opened
from unmixing.scenes.georeference import Georeference
from unmixing.storage import unpack_array

KIND = "ENVI"
ENDINGS = ("", ".img", ".dat", ".raw", ".bin", ".bsq", ".bil", ".bip", ".sli", ".envi")
# What headers often leave out, and what is then meant.
DEFAULTS = {"byte order": "0", "header offset": "0", "interleave": "bsq"}
# The place of lines, bands and samples in a file, and their axes when read.
AXES = {"bsq": ("bls", (1, 2, 0)), "bil": ("lbs", (0, 2, 1)), "bip": ("lsb", (0, 1, 2))}


def recognises(path: Path) -> bool:
    """Say whether a file is a header of these, or has one next to it."""
    if read_start(path, 16).lstrip(b"\xef\xbb\xbf").startswith(b"ENVI"):
        return True
    return path.suffix.lower() in ENDINGS and _header_of(path) is not None


def other_file(path: Path) -> Path | None:
    """Return the other file of a pair that is there: the header's numbers, or their header."""
    if path.suffix.lower() != ".hdr":
        return _header_of(path)
    stem = path.with_suffix("")
    spelt = [ending for name in ENDINGS for ending in dict.fromkeys((name, name.upper()))]
    candidates = [stem.with_name(stem.name + ending) for ending in spelt]
    return next((file for file in candidates if file.is_file()), None)


def table_of_classes(path: Path) -> Path:
    """Return where the classes of a library's spectra are, if there is a table of them."""
    return path.with_suffix(".csv")


def read(path: Path) -> Contents:
    """Read an image (lines, samples, bands), and what its header says.

    Raises
    ------
    UserError
        If a file of the pair is missing, or they do not fit each other.
    """
    other, is_header = other_file(path), path.suffix.lower() == ".hdr"
    if other is None and not is_header:
        raise UserError(f"{path} has no header (.hdr) next to it: copy both files of the pair.")
    if other is None:
        return _header_alone(path)
    header_path, image_path = (path, other) if is_header else (other, path)
    header = DEFAULTS | _header(header_path)
    image, doubts = _image(header, image_path, header_path)
    gains, offsets = (_numbers(header, f"data {word} values") for word in ("gain", "offset"))
    if gains is not None or offsets is not None:
        scales = (1 if gains is None else gains), (0 if offsets is None else offsets)
        parts = ((rows, image[rows] * scales[0] + scales[1]) for rows in divide_rows(image))
        image = unpack_array(image.shape, np.dtype(np.float64), parts)
    bad = _numbers(header, "bbl")
    spectra = [str(name).strip() for name in _words(header, SPECTRA_NAMES)]
    return Contents(
        path,
        KIND,
        # A library has its spectra as lines and their bands as samples.
        {image_path.stem: image[..., 0] if spectra and image.shape[2] == 1 else image},
        texts={SPECTRA_NAMES: spectra, **_classes_next_to(path, spectra)} if spectra else {},
        bands_axis=2,
        band_names=tuple(_words(header, "band names")),
        wavelengths=_numbers(header, "wavelength"),
        wavelength_unit=str(header.get("wavelength units", "")),
        no_data=_number(header, "data ignore value"),
        scale=_number(header, "reflectance scale factor") or 1.0,
        bad_bands=None if bad is None else bad == 0,
        georeference=_georeference(image_path) if "map info" in header else None,
        doubts=doubts,
    )


def _header_alone(path: Path) -> Contents:
    """Read what a header tells without its file of numbers: wavelengths and bad bands."""
    header = _header(path)
    bad = _numbers(header, "bbl")
    lengths = _numbers(header, "wavelength")
    if lengths is None:
        raise UserError(f"{path} has no file of numbers next to it: copy both files of the pair.")
    return Contents(
        path,
        f"{KIND} header without its file of numbers",
        wavelengths=lengths,
        wavelength_unit=str(header.get("wavelength units", "")),
        bad_bands=None if bad is None else bad == 0,
    )


def _classes_next_to(path: Path, names: list[str]) -> dict[str, list[str]]:
    """Return classes of a library's spectra, by column of the table of its name next to it."""
    import pandas as pd

    table_path = table_of_classes(path)
    if not table_path.is_file():
        return {}
    table = pd.read_csv(table_path, dtype=str).fillna("")
    if [name.strip() for name in table.iloc[:, 0]] != names:
        return {}
    return {
        f"{CLASSES} {column}": [word.strip() for word in table[column]]
        for column in table.columns[1:]
    }


def _georeference(path: Path) -> Georeference | None:
    """Return where the image lies on the earth, as GDAL reads its `map info`, or None."""
    import rasterio

    try:
        with opened(path) as file:
            return georeference_of(file)
    except rasterio.errors.RasterioError:
        return None


def _header_of(path: Path) -> Path | None:
    candidates = (path.with_suffix(".hdr"), path.with_name(f"{path.name}.hdr"))
    return next((file for file in candidates if file.is_file()), None)


def _header(path: Path) -> dict[str, Any]:
    from spectral.io import envi

    try:
        with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
            warnings.simplefilter("ignore")
            # Its reader takes a file in the encoding of the machine, and headers have any.
            plain = Path(folder) / "plain.hdr"
            plain.write_text(_text(path.read_bytes()))
            return envi.read_envi_header(os.fspath(plain))
    except (envi.EnviException, OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read as an ENVI header ({error}).") from None


def _text(header: bytes) -> str:
    try:
        return header.decode("utf-8-sig")
    except UnicodeDecodeError:
        return header.decode("latin-1")


def _image(
    header: dict[str, Any], path: Path, header_path: Path
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the numbers (lines, samples, bands), and a doubt where the file holds more."""
    from spectral.io import envi

    absent = [key for key in ("lines", "samples", "bands", "data type") if key not in header]
    if absent:
        raise UserError(f"{header_path} does not give {', '.join(absent)}: write it there.")
    interleave = str(header["interleave"]).lower()
    if interleave not in AXES:
        raise UserError(f"{header_path}: interleave '{interleave}' is none of {', '.join(AXES)}.")
    if str(header["data type"]) not in envi.envi_to_dtype:
        raise UserError(f"{header_path}: data type {header['data type']} is none of ENVI's.")
    facts = envi.gen_params(header)
    sizes = {"l": facts.nrows, "s": facts.ncols, "b": facts.nbands}
    letters, axes = AXES[interleave]
    shape = tuple(sizes[letter] for letter in letters)
    expected = int(np.prod(shape)) * np.dtype(facts.dtype).itemsize + facts.offset
    there = path.stat().st_size
    sizes_in_words = f"{there:,} bytes, and its header {header_path.name} asks for {expected:,}"
    if there < expected:
        raise UserError(
            f"{path} has {sizes_in_words}: it is cut short, or the header is another file's."
        )
    doubt = (
        f"{path.name} has {sizes_in_words}, and the rest is not read: look whether the header's "
        "data type, samples, lines, bands and header offset are right"
    )
    numbers = np.memmap(path, facts.dtype, "r", facts.offset, shape)
    return numbers.transpose(axes), (doubt,) if there > expected else ()


def _words(header: dict[str, Any], key: str) -> list[str]:
    value = header.get(key, [])
    return value if isinstance(value, list) else [value]


def _numbers(header: dict[str, Any], key: str) -> np.ndarray | None:
    words = _words(header, key)
    try:
        return np.array([float(word) for word in words]) if words else None
    except ValueError:
        return None


def _number(header: dict[str, Any], key: str) -> float | None:
    numbers = _numbers(header, key)
    return None if numbers is None else float(numbers[0])
