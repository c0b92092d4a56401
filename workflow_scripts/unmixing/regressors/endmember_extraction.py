"""Endmembers found without labels: the pixels of a scene that look purest, by published searches.

Spectra are (n, bands), finite and of any units. Each search returns the rows of p of them.
"""

import math

import numpy as np

from learning_curves.errors import UserError

# A share of the spectra's root mean square that is zero in single precision.
NEGLIGIBLE = 1e-6


def vca(spectra: np.ndarray, p: int, generator: np.random.Generator) -> np.ndarray:
    """Vertex component analysis: extremes along random directions, each orthogonal to those before.

    Nascimento & Bioucas-Dias, IEEE TGRS 43(4), 2005. At a high signal-to-noise ratio pixels are
    seen from the origin, so their brightness does not count, and at a low one from their mean.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    p : int
        Number of endmembers.
    generator : Generator
        For the directions.

    Returns
    -------
    (p,) rows of `spectra`

    Raises
    ------
    UserError
        If the spectra have too few dimensions for p endmembers.
    """
    pixels = _of_size_one(spectra)
    axes = _axes(pixels)
    # From the origin, an endmember of zeros, such as shade, has no direction.
    if _is_clear(pixels, p) and axes.shape[1] >= p:
        points = _seen_from_origin(pixels @ axes[:, :p])
    else:
        points = _seen_from_mean(pixels, p)
    found = np.zeros((p, p))
    found[-1, 0] = 1
    rows = np.zeros(p, np.intp)
    for i in range(p):
        direction = generator.standard_normal(p)
        direction -= found @ (np.linalg.pinv(found) @ direction)
        rows[i] = np.argmax(np.abs(points @ direction))
        found[:, i] = points[rows[i]]
    return rows


def n_findr(spectra: np.ndarray, p: int, generator: np.random.Generator) -> np.ndarray:
    """N-FINDR: the pixels that span the largest simplex, exchanged one by one until none grows it.

    Winter, Proc. SPIE 3753, 1999, from a random start, on the first p - 1 principal components.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    p : int
        Number of endmembers.
    generator : Generator
        For the start.

    Returns
    -------
    (p,) rows of `spectra`

    Raises
    ------
    UserError
        If the spectra have too few dimensions for p endmembers.
    """
    components = _principal_components(_of_size_one(spectra), p)
    points = np.column_stack([np.ones(len(components)), components / components.std(axis=0)])
    rows = generator.choice(len(points), p, replace=False)
    grown = True
    while grown:
        grown = False
        for i in range(p):
            # The volume is that of the other vertices times the height over them.
            normal = np.linalg.svd(np.delete(points[rows], i, axis=0))[2][-1]
            heights = np.abs(points @ normal)
            highest = np.argmax(heights)
            if heights[highest] > (1 + NEGLIGIBLE) * heights[rows[i]]:
                rows[i], grown = highest, True
    return rows


def spa(spectra: np.ndarray, p: int) -> np.ndarray:
    """Successive projections: the longest spectrum, then the longest in what is orthogonal to it.

    Araujo et al., Chemom. Intell. Lab. Syst. 57(2), 2001; Gillis & Vavasis, IEEE TPAMI 36(4), 2014.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    p : int
        Number of endmembers.

    Returns
    -------
    (p,) rows of `spectra`

    Raises
    ------
    UserError
        If the spectra have too few dimensions for p endmembers.
    """
    left = _of_size_one(spectra)
    rows = np.zeros(p, np.intp)
    for i in range(p):
        lengths = np.linalg.norm(left, axis=1)
        rows[i] = np.argmax(lengths)
        if lengths[rows[i]] <= NEGLIGIBLE:
            raise _too_few_dimensions(len(left), i, p, needed=p)
        direction = left[rows[i]] / lengths[rows[i]]
        left -= np.outer(left @ direction, direction)
    return rows


def _of_size_one(spectra: np.ndarray) -> np.ndarray:
    """Divide all spectra by the root mean square of their lengths."""
    pixels = np.array(spectra, np.float64)
    pixels /= np.linalg.norm(pixels) / math.sqrt(len(pixels)) or 1.0
    return pixels


def _axes(pixels: np.ndarray) -> np.ndarray:
    """Return the directions in which pixels differ from zero, the strongest first: (bands, d)."""
    powers, axes = np.linalg.eigh(pixels.T @ pixels / len(pixels))
    axes = axes[:, powers > NEGLIGIBLE**2][:, ::-1]
    # The signs of axes depend on the linear algebra library.
    largest = np.abs(axes).argmax(axis=0)
    return axes * np.sign(axes[largest, np.arange(axes.shape[1])])


def _principal_components(pixels: np.ndarray, p: int) -> np.ndarray:
    """Return the coordinates of pixels in the p - 1 dimensions of a simplex: (n, p - 1)."""
    centred = pixels - pixels.mean(axis=0)
    axes = _axes(centred)
    if axes.shape[1] < p - 1:
        raise _too_few_dimensions(len(pixels), axes.shape[1], p, needed=p - 1)
    return centred @ axes[:, : p - 1]


def _is_clear(pixels: np.ndarray, p: int) -> bool:
    """Say whether the signal-to-noise ratio, as VCA estimates it, is above 15 + 10 log10(p) dB."""
    mean = pixels.mean(axis=0)
    covariance = pixels.T @ pixels / len(pixels) - np.outer(mean, mean)
    powers = np.linalg.eigvalsh(covariance)[-p:]
    # The total is one, since the pixels are scaled to it.
    inside = powers.sum() + mean @ mean
    signal = inside - p / pixels.shape[1]
    return bool(signal > 10**1.5 * p * (1 - inside))


def _seen_from_origin(points: np.ndarray) -> np.ndarray:
    """Project points onto the plane through their mean and across it; leave out dark ones."""
    distances = points @ points.mean(axis=0)
    lit = distances > NEGLIGIBLE
    return np.divide(points, distances[:, None], out=np.zeros_like(points), where=lit[:, None])


def _seen_from_mean(pixels: np.ndarray, p: int) -> np.ndarray:
    """Return principal components and, as one more coordinate, the largest distance from zero."""
    components = _principal_components(pixels, p)
    farthest = np.linalg.norm(components, axis=1).max()
    return np.column_stack([components, np.full(len(components), farthest)])


def _too_few_dimensions(n: int, dimensions: int, p: int, needed: int) -> UserError:
    return UserError(
        f"the {n} spectra searched for endmembers differ in {dimensions} dimensions, and {p} "
        f"endmembers need {needed}: leave this model or this scene out (only_models, only_scenes)."
    )
