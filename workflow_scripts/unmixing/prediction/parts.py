"""The parts of a map: of the scene by rows, of another image window by window."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from unmixing.prediction.bands import Bands
from unmixing.prediction.images import Image
from unmixing.prediction.predictors import Predictor
from unmixing.scenes.applicability import LabelledShapes, describe_labels
from unmixing.scenes.cube import Cube, divide_rows
from unmixing.scenes.no_data import without_no_data
from unmixing.scenes.scene import Scene
from unmixing.scenes.windows import Window, divide_into_windows
from unmixing.splits.patches import extract_patches

# Pixels whose patches are in memory at once.
PIXELS = 4096


class Part(NamedTuple):
    """A part of a map.

    Attributes
    ----------
    window : Window
        Where it lies.
    abundances : ndarray
        (height, width, p) float32; NaN where there is no spectrum.
    outside : ndarray
        (height, width) float32: 1 where a spectrum is unlike all labelled ones, 0 where it is not;
        NaN where there is no spectrum, or nothing to compare it with.
    brightness : float
        Mean of all numbers of its spectra; NaN without any.
    """

    window: Window
    abundances: np.ndarray
    outside: np.ndarray
    brightness: float


def place_predictions(scene: Scene, pixels: np.ndarray, abundances: np.ndarray) -> Iterator[Part]:
    """Yield the map of a scene by rows, from predictions for all pixels with a spectrum.

    Parameters
    ----------
    pixels : ndarray
        (n,) row-major indices.
    abundances : ndarray
        (n, p).
    """
    height, width, _ = scene.shape
    labelled, valid = describe_labels(scene), scene.valid.ravel()
    for rows in divide_rows(scene.cube):
        first, last = np.searchsorted(pixels, (rows.start * width, rows.stop * width))
        here = pixels[first:last]
        inside = here - rows.start * width
        size = (rows.stop - rows.start) * width
        placed = np.full((size, abundances.shape[1]), np.nan, np.float32)
        placed[inside] = abundances[first:last]
        spectra = scene.spectra_at(here)
        outside = np.full(size, np.nan, np.float32)
        if labelled is not None:
            beyond = labelled.compare(spectra)[0] > labelled.threshold
            # What is labelled is like itself.
            outside[inside] = beyond & ~valid[here]
        yield Part(
            Window(rows.start, rows.stop, 0, width),
            placed.reshape(-1, width, abundances.shape[1]),
            outside.reshape(-1, width),
            float(spectra.mean(dtype=np.float64)) if len(here) else np.nan,
        )


def predict_image(
    image: Image,
    bands: Bands,
    divided_by: float,
    predict: Predictor,
    n_endmembers: int,
    neighbourhood_size: int,
    labelled: LabelledShapes | None,
    at_once: int = PIXELS,
) -> Iterator[Part]:
    """Predict an image window by window; no more than one is in memory.

    Parameters
    ----------
    bands : Bands
        Those of the scene in the image.
    divided_by : float
        What the numbers of the image are divided by.
    predict : callable
        Patches (n, k, k, bands) -> abundances (n, p).
    labelled : LabelledShapes or None
        What spectra are compared with, or None.
    at_once : int
        Pixels whose patches are cut and predicted together.
    """
    height, width, n_bands = image.shape
    for window in divide_into_windows(height, width, n_bands, image.block):
        wide = window.widen(neighbourhood_size // 2, height, width)
        cube, _ = without_no_data(image.read(wide)[..., bands.used], image.no_data)
        cube = bands.bring(cube.astype(np.float32)) / np.float32(divided_by)
        top, bottom, left, right = window.within(wide)
        pixels = np.arange(cube.shape[0] * cube.shape[1]).reshape(cube.shape[:2])
        inner = pixels[top:bottom, left:right]
        spectra = cube.reshape(pixels.size, -1)[inner.ravel()]
        known = np.isfinite(spectra).all(axis=1)
        abundances = np.full((inner.size, n_endmembers), np.nan, np.float32)
        abundances[known] = predict_pixels(
            cube, inner.ravel()[known], predict, neighbourhood_size, at_once
        )
        outside = np.full(inner.size, np.nan, np.float32)
        if labelled is not None:
            outside[known] = labelled.compare(spectra[known])[0] > labelled.threshold
        yield Part(
            window,
            abundances.reshape(*inner.shape, n_endmembers),
            outside.reshape(inner.shape),
            float(spectra[known].mean(dtype=np.float64)) if known.any() else np.nan,
        )


def predict_pixels(
    cube: Cube,
    pixels: np.ndarray,
    predict: Predictor,
    neighbourhood_size: int,
    at_once: int = PIXELS,
) -> np.ndarray:
    """Predict some pixels of a cube, whose patches are cut a few at a time.

    Parameters
    ----------
    cube : Cube
        (height, width, bands) float32.
    pixels : ndarray
        (n,) row-major indices.
    predict : callable
        Patches (n, k, k, bands) -> abundances (n, p).
    at_once : int
        Pixels whose patches are cut and predicted together.
    """
    if not len(pixels):
        return np.empty((0, 1), np.float32)
    parts = [pixels[start : start + at_once] for start in range(0, len(pixels), at_once)]
    return np.concatenate(
        [predict(extract_patches(cube, part, neighbourhood_size)) for part in parts]
    )
