"""ENVI: a header and a file of numbers beside it."""

import os
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.files.contents import Contents

KIND = "ENVI"
ENDINGS = ("", ".img", ".dat", ".raw", ".bin", ".bsq", ".bil", ".bip", ".sli", ".envi")
# What headers often leave out, and what is then meant.
DEFAULTS = {"byte order": "0", "header offset": "0", "interleave": "bsq"}
# The place of lines, bands and samples in a file, and their axes when read.
AXES = {"bsq": ("bls", (1, 2, 0)), "bil": ("lbs", (0, 2, 1)), "bip": ("lsb", (0, 1, 2))}


def recognises(path: Path) -> bool:
    """Say whether a file is a header of these, or has one beside it."""
    with open(path, "rb") as file:
        if file.read(16).lstrip(b"\xef\xbb\xbf").startswith(b"ENVI"):
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


def read(path: Path) -> Contents:
    """Read an image (lines, samples, bands), and what its header says.

    Raises
    ------
    UserError
        If a file of the pair is missing, or they do not fit each other.
    """
    other = other_file(path)
    if other is None:
        missing = "file of numbers" if path.suffix.lower() == ".hdr" else "header (.hdr)"
        raise UserError(f"{path} has no {missing} beside it: copy both files of the pair there.")
    header_path, image_path = (path, other) if path.suffix.lower() == ".hdr" else (other, path)
    header = DEFAULTS | _header(header_path)
    image, doubts = _image(header, image_path, header_path)
    gains, offsets = (_numbers(header, f"data {word} values") for word in ("gain", "offset"))
    if gains is not None or offsets is not None:
        image = image * (1 if gains is None else gains) + (0 if offsets is None else offsets)
    bad = _numbers(header, "bbl")
    return Contents(
        path,
        KIND,
        {image_path.stem: image},
        band_names=tuple(_words(header, "band names")),
        wavelengths=_numbers(header, "wavelength"),
        wavelength_unit=str(header.get("wavelength units", "")),
        no_data=_number(header, "data ignore value"),
        scale=_number(header, "reflectance scale factor") or 1.0,
        bad_bands=None if bad is None else bad == 0,
        doubts=doubts,
    )


def _header_of(path: Path) -> Path | None:
    candidates = (path.with_suffix(".hdr"), path.with_name(f"{path.name}.hdr"))
    return next((file for file in candidates if file.is_file()), None)


def _header(path: Path) -> dict[str, Any]:
    from spectral.io import envi

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return envi.read_envi_header(os.fspath(path))
    except (envi.EnviException, OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read as an ENVI header ({error}).") from None


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
