"""Every metric of the reference under its name, in float64, and others usual in the field.

Names and definitions follow Tulczyjew & Nalepa (IGARSS 2021). Angles are in radians.
"""

import numpy as np

EPSILON = 1e-7


def compute_root_mean_squares(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Compute the root mean squared error of each row: (n, m), (n, m) -> (n,)."""
    return np.sqrt(np.mean((predicted - truth) ** 2, axis=1))


def compute_angles(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Compute angles between rows in radians; NaN where a row is zero: (n, m), (n, m) -> (n,)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = np.sum(truth * predicted, axis=1) / (
            np.linalg.norm(truth, axis=1) * np.linalg.norm(predicted, axis=1)
        )
    return np.arccos(np.clip(cosine, -1, 1))


def compute_divergences(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Compute the symmetric Kullback-Leibler divergence, in bits, of rows scaled to sum to one.

    Chang, "Spectral information divergence for hyperspectral image analysis" (IGARSS 1999), with
    the reference's shift of 1e-7. NaN where a scaled row is not positive: (n, m), (n, m) -> (n,).
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        p = truth / truth.sum(axis=1, keepdims=True) + EPSILON
        q = predicted / predicted.sum(axis=1, keepdims=True) + EPSILON
        return np.sum((p - q) * (np.log2(p) - np.log2(q)), axis=1)


def _defined(values: np.ndarray) -> np.ndarray:
    return values[np.isfinite(values)]


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if values.size else float("nan")


def compute_abundance_metrics(truth: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """Compare predicted abundances with the true ones.

    Parameters
    ----------
    truth, predicted : ndarray
        (n_pixels, n_endmembers), computed in float64.

    Returns
    -------
    dict
        `aRMSE`, `aSAM`, `overallRMSE`, `rmsAAD`, `perClassSumRMSE`, `class{i}RMSE` as in the
        reference; `MAE`, `SRE` (signal to reconstruction error, dB) and `class{i}R2`;
        `n_skipped_angles`, the pixels without an angle because one of their rows is zero.
    """
    truth, predicted = np.asarray(truth, np.float64), np.asarray(predicted, np.float64)
    squares = (predicted - truth) ** 2
    per_class = np.sqrt(squares.mean(axis=0))
    pixel_angles = compute_angles(truth, predicted)
    defined_angles = _defined(pixel_angles)
    with np.errstate(divide="ignore", invalid="ignore"):
        sre = 10 * np.log10(np.sum(truth**2) / np.sum(squares))
        r2 = 1 - squares.sum(axis=0) / np.sum((truth - truth.mean(axis=0)) ** 2, axis=0)
    return {
        "aRMSE": _mean(compute_root_mean_squares(truth, predicted)),
        "aSAM": _mean(defined_angles),
        "overallRMSE": float(np.sqrt(squares.mean())),
        "rmsAAD": float(np.sqrt(_mean(defined_angles**2))),
        "perClassSumRMSE": float(per_class.sum()),
        **{f"class{i}RMSE": float(value) for i, value in enumerate(per_class)},
        "MAE": float(np.abs(predicted - truth).mean()),
        "SRE": float(sre),
        **{f"class{i}R2": float(value) for i, value in enumerate(r2)},
        "n_skipped_angles": int(pixel_angles.size - defined_angles.size),
    }


def compute_reconstruction_metrics(
    spectra: np.ndarray, predicted: np.ndarray, endmembers: np.ndarray
) -> dict[str, float]:
    """Compare the spectra that the predicted abundances mix with the measured ones.

    Parameters
    ----------
    spectra : ndarray
        (n_pixels, bands), normalised as the network saw them.
    predicted : ndarray
        (n_pixels, n_endmembers) abundances.
    endmembers : ndarray
        (bands, n_endmembers), as stored with the scene.

    Returns
    -------
    dict
        `rRMSE` and `rSID` as in the reference (rSID is a sum: it grows with the test set);
        `rSIDPerPixel`, its mean; `rSAM`, the mean spectral angle; `n_skipped_rSID`, the pixels
        without a divergence because one of their spectra is not positive.
    """
    spectra, predicted = np.asarray(spectra, np.float64), np.asarray(predicted, np.float64)
    mixed = predicted @ np.asarray(endmembers, np.float64).T
    divergences = compute_divergences(spectra, mixed)
    defined = _defined(divergences)
    return {
        "rRMSE": _mean(compute_root_mean_squares(spectra, mixed)),
        "rSID": float(defined.sum()) if defined.size else float("nan"),
        "rSIDPerPixel": _mean(defined),
        "rSAM": _mean(_defined(compute_angles(spectra, mixed))),
        "n_skipped_rSID": int(divergences.size - defined.size),
    }


def compute_reconstruction_error(
    spectra: np.ndarray, predicted: np.ndarray, endmembers: np.ndarray, extent: float
) -> float:
    """Return the error of mixed spectra as a share of a scene's extent, the same for all splits.

    Parameters
    ----------
    spectra : ndarray
        (n_pixels, bands), in the units of the scene.
    predicted : ndarray
        (n_pixels, n_endmembers) abundances.
    endmembers : ndarray
        (bands, n_endmembers), in the same units.
    extent : float
        Largest value of the scene minus the smallest.

    Returns
    -------
    float
        Each pixel's root mean squared error over the bands, averaged, over the extent.
    """
    mixed = np.asarray(predicted, np.float64) @ np.asarray(endmembers, np.float64).T
    return _mean(compute_root_mean_squares(np.asarray(spectra, np.float64), mixed)) / extent
