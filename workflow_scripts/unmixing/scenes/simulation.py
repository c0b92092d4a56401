"""Simulated scenes: measured spectra, spatially correlated abundances, mixing and noise."""

import importlib.resources
import logging
from collections.abc import Callable

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.scene import Scene, make_scene

# An isotropic correlation at distance r (in correlation lengths): Chiles & Delfiner,
# "Geostatistics" (2012), section 2.5. The Matern one has smoothness 3/2.
COVARIANCES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "exponential": lambda r: np.exp(-r),
    "matern": lambda r: (1 + np.sqrt(3) * r) * np.exp(-np.sqrt(3) * r),
    "spherical": lambda r: np.where(r < 1, 1 - 1.5 * r + 0.5 * r**3, 0),
}
MIXINGS = ("linear", "fan", "generalised_bilinear", "post_nonlinear")


def simulate_scene(
    shape: tuple[int, int, int],
    endmembers: dict[str, str],
    seed: int,
    maps: np.ndarray | None,
    covariance: str,
    correlation_length: float,
    sharpness: float,
    mixing: str,
    spectra_per_endmember: int,
    brightness_spread: float,
    snr: float | None,
    haze: float = 0.0,
) -> Scene:
    """Simulate a scene whose truth is known exactly.

    Parameters
    ----------
    shape : tuple[int, int, int]
        Height, width, bands.
    endmembers : dict[str, str]
        Name of each endmember -> type of surface in the `earthlib` library.
    seed : int
        Of everything drawn.
    maps : ndarray or None
        (height, width, endmembers) abundances to use; None draws them as random fields.
    covariance, correlation_length : str, float
        Of the random fields; the length in pixels.
    sharpness : float
        Of the softmax over the fields: the larger, the purer the pixels.
    mixing : str
        "linear", "fan", "generalised_bilinear" or "post_nonlinear".
    spectra_per_endmember : int
        Measured spectra of its type that a pixel's endmember is drawn from.
    brightness_spread : float
        Standard deviation of the scale of an endmember in a pixel.
    snr : float or None
        Signal-to-noise ratio in dB of added white noise; None adds none.
    haze : float
        Optical depth at 0.55 micrometres of haze that no correction has removed.

    Returns
    -------
    Scene
        Its endmembers are the means of the spectra they were drawn from, without haze.

    Raises
    ------
    UserError
        If a type of surface is unknown or has too few spectra, or `maps` do not fit.
    """
    generator = np.random.default_rng(seed)
    height, width, bands = shape
    wavelengths, bundles = measured_spectra(
        list(endmembers.values()), bands, spectra_per_endmember, generator
    )
    if maps is None:
        fields = [
            random_field((height, width), covariance, correlation_length, generator)
            for _ in endmembers
        ]
        # SciPy loads slowly, and reading a scene needs none of it.
        from scipy.special import softmax

        maps = softmax(sharpness * np.stack(fields, axis=-1), axis=-1)
    if maps.shape != (height, width, len(endmembers)):
        raise UserError(
            f"the abundance maps have shape {maps.shape}, but the scene asks for "
            f"{(height, width, len(endmembers))} (height, width, endmembers)."
        )
    spectra = _pixel_endmembers(bundles, height * width, brightness_spread, generator)
    pixels = mix(spectra, maps.reshape(height * width, -1), mixing, generator)
    pixels = add_haze(pixels, wavelengths, haze)
    if snr is not None:
        pixels = add_noise(pixels, snr, generator)
    return make_scene(
        cube=pixels.reshape(shape),
        abundances=maps,
        names=endmembers,
        endmembers=np.mean(bundles, axis=1).T,
        wavelengths=wavelengths,
        source=f"simulated from earthlib spectra, {mixing} mixing",
    )


def measured_spectra(
    types: list[str], bands: int, per_type: int, generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw measured reflectance spectra of each type of surface from `earthlib`.

    Returns
    -------
    wavelengths : (bands,) micrometres, evenly spaced over the library's range
    bundles : (types, per_type, bands) reflectance
    """
    data = importlib.resources.files("earthlib") / "data"
    logging.getLogger("spectral").setLevel(logging.ERROR)
    import pandas as pd
    import spectral.io.envi as envi

    with importlib.resources.as_file(data) as folder:
        kinds = pd.read_csv(folder / "spectra.csv")["LEVEL_3"]
        library = envi.open(str(folder / "spectra.sli.hdr"), str(folder / "spectra.sli"))
    centres = np.array(library.bands.centers, dtype=np.float64)
    wavelengths = np.linspace(centres[0], centres[-1], bands)
    bundles = []
    for kind in types:
        rows = np.flatnonzero(kinds == kind)
        if rows.size < per_type:
            raise UserError(
                f"earthlib has {rows.size} spectra of type '{kind}' where {per_type} are asked "
                f"for; its types are {', '.join(sorted(kinds.unique()))}."
            )
        drawn = library.spectra[generator.choice(rows, per_type, replace=False)]
        bundles.append([np.interp(wavelengths, centres, spectrum) for spectrum in drawn])
    return wavelengths, np.array(bundles)


def random_field(
    shape: tuple[int, int], covariance: str, length: float, generator: np.random.Generator
) -> np.ndarray:
    """Draw a stationary Gaussian random field of mean 0 and variance 1 by circulant embedding.

    Dietrich & Newsam, SIAM J. Sci. Comput. 18(4), 1997. The grid is doubled so that opposite
    edges of the field do not correlate.
    """
    rows, columns = (np.minimum(np.arange(2 * n), 2 * n - np.arange(2 * n)) for n in shape)
    distance = np.hypot(rows[:, None], columns[None, :]) / length
    power = np.maximum(np.fft.fft2(COVARIANCES[covariance](distance)).real, 0)
    noise = generator.normal(size=distance.shape) + 1j * generator.normal(size=distance.shape)
    field = np.fft.fft2(np.sqrt(power / power.size) * noise).real
    return field[: shape[0], : shape[1]]


def _pixel_endmembers(
    bundles: np.ndarray, n_pixels: int, spread: float, generator: np.random.Generator
) -> np.ndarray:
    """Draw the spectrum and the brightness of every endmember in every pixel: (n, p, bands)."""
    p, per_type, _ = bundles.shape
    which = generator.integers(per_type, size=(n_pixels, p))
    brightness = np.exp(generator.normal(scale=spread, size=(n_pixels, p)))
    return bundles[np.arange(p), which] * brightness[..., None]


def mix(
    spectra: np.ndarray, abundances: np.ndarray, mixing: str, generator: np.random.Generator
) -> np.ndarray:
    """Mix endmembers into pixels.

    Parameters
    ----------
    spectra : ndarray
        (n, p, bands), the endmembers as they are in each pixel.
    abundances : ndarray
        (n, p).
    mixing : str
        "linear"; "fan" (Fan et al., 2009: all pairs once), "generalised_bilinear" (Halimi et al.,
        2011: pairs weighted by draws from [0, 1]) or "post_nonlinear" (Altmann et al., 2012: the
        linear mixture plus 0.25 times its square).

    Returns
    -------
    (n, bands)
    """
    if mixing not in MIXINGS:
        raise UserError(f"Unknown mixing '{mixing}': the known ones are {', '.join(MIXINGS)}.")
    weighted = abundances[..., None] * spectra
    mixed = weighted.sum(axis=1)
    if mixing == "post_nonlinear":
        return mixed + 0.25 * mixed**2
    if mixing == "linear":
        return mixed
    n, p = abundances.shape
    for i in range(p):
        for j in range(i + 1, p):
            weight = 1.0 if mixing == "fan" else generator.uniform(size=(n, 1))
            mixed = mixed + weight * weighted[:, i] * weighted[:, j]
    return mixed


def add_haze(pixels: np.ndarray, wavelengths: np.ndarray, optical_depth: float) -> np.ndarray:
    """Look at a surface through haze, with the sun and the sensor at the zenith.

    Light that is scattered once, in all directions alike: a quarter of the optical depth reaches
    the sensor without having met the surface, and half of it is lost on each way (the form of
    Vermote et al., IEEE Trans. Geosci. Remote Sensing 35(3), 1997, without light that meets the
    surface twice). The depth falls with wavelength to the power of 1.3 (Angstrom, Geografiska
    Annaler 11, 1929).

    Parameters
    ----------
    pixels : ndarray
        (n, bands) reflectance of the surface.
    wavelengths : ndarray
        (bands,) micrometres.
    optical_depth : float
        At 0.55 micrometres.

    Returns
    -------
    (n, bands) apparent reflectance
    """
    depth = optical_depth * (wavelengths / 0.55) ** -1.3
    return depth / 4 + np.exp(-depth) * pixels


def add_noise(pixels: np.ndarray, snr: float, generator: np.random.Generator) -> np.ndarray:
    """Add white noise at a signal-to-noise ratio in dB; dark bands may fall below zero."""
    sigma = np.sqrt(np.mean(pixels**2) / 10 ** (snr / 10))
    return pixels + generator.normal(scale=sigma, size=pixels.shape)
