"""What the workflow must know about a method to plan and train it."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Method:
    """A method, as its file describes it.

    Attributes
    ----------
    trainer : str
        The kind of trainer, by the name of its file.
    source : str
        The publication, or what the method is for.
    neighbourhood_size : int
        Side of the square of pixels that it sees, unless the config sets another.
    minimum_bands : int
        Fewest bands of a scene.
    needs_endmembers : bool
        Whether a scene without them is refused.
    scaled : bool
        Whether it takes spectra scaled by the range of the run, not in the cube's units.
    sees : str
        What it is given in addition to its labelled pixels: nothing ("labels"), the "spectra" of
        all valid pixels (it is transductive), or also their true abundances ("truth": an oracle,
        for reference only).
    label_free : bool
        Whether labels only name what it finds, so its error does not fall with them.
    gpu : bool
        Whether it takes a GPU where there is one; networks do without saying so.
    """

    trainer: str
    source: str
    neighbourhood_size: int = 1
    minimum_bands: int = 1
    needs_endmembers: bool = False
    scaled: bool = False
    sees: Literal["labels", "spectra", "truth"] = "labels"
    label_free: bool = False
    gpu: bool = False


class Image(NamedTuple):
    """What a run gives to a method that sees more than its labelled pixels.

    Attributes
    ----------
    spectra : ndarray
        (n, k * k * bands), of all valid pixels of the scene, including the tested ones.
    pixels : ndarray
        (n,), row-major indices of these pixels.
    height, width : int
        Of the scene, in pixels.
    truth : ndarray or None
        (n, p), their abundances, or None where the method must not see them.
    """

    spectra: np.ndarray
    pixels: np.ndarray
    height: int
    width: int
    truth: np.ndarray | None


class LibrarySpectra(NamedTuple):
    """Spectra of a library, each of one endmember.

    Attributes
    ----------
    spectra : ndarray
        (bands, n) float64, in the units of the cube.
    classes : ndarray
        (n,) int, the place of the endmember that each spectrum is of.
    """

    spectra: np.ndarray
    classes: np.ndarray


class Labelled(NamedTuple):
    """Pixels with their labels.

    Attributes
    ----------
    spectra : ndarray
        (n, k * k * bands).
    abundances : ndarray
        (n, p).
    pixels : ndarray
        (n,), row-major indices.
    """

    spectra: np.ndarray
    abundances: np.ndarray
    pixels: np.ndarray

    def first(self, number: int) -> "Labelled":
        """Return the first pixels."""
        return Labelled(*(values[:number] for values in self))
