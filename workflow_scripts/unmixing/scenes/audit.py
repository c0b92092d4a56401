"""What the ground truth of a scene is worth: checks that tell a reader how far to trust errors.

Abundances are called reproduced by a method that sees no label if its RMSE to them is far below
what learning methods are judged by.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from unmixing.linear_mixing import (
    fitted_endmembers,
    linear_fit_error,
    misfit,
    reordered_fit_error,
)
from unmixing.regressors.linear_models import PeakNormalised
from unmixing.scenes.scene import Scene

REPRODUCED = 0.01
MISFIT = 0.1
SCALE_MISMATCH = 0.1
# Reflectance seldom exceeds one; digital numbers do.
BRIGHTEST_REFLECTANCE = 2.0


class Finding(NamedTuple):
    """A row of an audit; the warning is a sentence where the value would mislead a reader."""

    check: str
    value: float
    warning: str = ""


def audit(scene: Scene) -> pd.DataFrame:
    """Check a scene.

    Returns
    -------
    DataFrame
        A row a check: `check`, `value`, `warning` (a sentence where the finding would mislead a
        reader, else empty). Reconstruction errors are relative: the root mean square of the
        residual over that of the cube.
    """
    spectra = scene.cube[scene.valid].astype(np.float64)
    abundances = scene.abundances[scene.valid].astype(np.float64)
    findings = [
        Finding("pixels left out (not finite)", int(np.sum(~scene.valid))),
        Finding("largest deviation of an abundance sum from one", _sum_error(abundances)),
        Finding("smallest abundance", abundances.min()),
        *_pure_pixels(scene.names, abundances),
        Finding(
            "reconstruction error, refitted endmembers",
            linear_fit_error(scene.cube, scene.abundances),
        ),
        Finding(
            "the same with the maps in the other pixel order",
            reordered_fit_error(scene.cube, scene.abundances),
        ),
    ]
    if scene.endmembers is not None:
        findings += [
            _reconstruction(scene.endmembers, spectra, abundances),
            _brightness(scene.endmembers),
            *_scales(scene.names, scene.endmembers, spectra, abundances),
            _reproduction(scene.endmembers, spectra, abundances),
        ]
    return pd.DataFrame(findings, columns=list(Finding._fields))


def scales(endmembers: np.ndarray, refitted: np.ndarray) -> np.ndarray:
    """Factor by which each stored endmember best becomes its refitted one: (p,), NaN for zeros."""
    sizes = np.sum(endmembers**2, axis=0)
    products = np.sum(endmembers * refitted, axis=0)
    return np.divide(products, sizes, out=np.full(len(sizes), np.nan), where=sizes > 0)


def _sum_error(abundances: np.ndarray) -> float:
    return float(np.abs(abundances.sum(axis=1) - 1).max())


def _pure_pixels(names: tuple[str, ...], abundances: np.ndarray) -> list[Finding]:
    return [
        Finding(f"share of pure pixels, {name}", float(np.mean(of_endmember > 0.99)))
        for name, of_endmember in zip(names, abundances.T, strict=True)
    ]


def _reconstruction(endmembers: np.ndarray, spectra: np.ndarray, abundances: np.ndarray) -> Finding:
    """Judge how well the stored endmembers mix the cube."""
    stored = misfit(spectra, abundances, endmembers)
    warning = (
        f"the stored endmembers leave {stored:.0%} of the cube's size unexplained: rRMSE and rSID "
        "say more about them than about a method"
        if stored > MISFIT
        else ""
    )
    return Finding("reconstruction error, stored endmembers", stored, warning)


def _brightness(endmembers: np.ndarray) -> Finding:
    """Judge whether the stored endmembers are reflectance."""
    brightest = float(endmembers.max())
    warning = (
        f"the stored endmembers reach {brightest:,.0f}, and methods see spectra scaled to 0 to 1: "
        "rRMSE, rSID and methods that mix the stored endmembers mean nothing; give the cube and "
        "the endmembers as reflectance"
        if brightest > BRIGHTEST_REFLECTANCE
        else ""
    )
    return Finding("largest value of the stored endmembers", brightest, warning)


def _scales(
    names: tuple[str, ...], endmembers: np.ndarray, spectra: np.ndarray, abundances: np.ndarray
) -> list[Finding]:
    """Judge how bright each stored endmember is beside the cube."""
    found = []
    refitted = fitted_endmembers(spectra, abundances)
    for name, scale in zip(names, scales(endmembers, refitted), strict=True):
        check = f"scale of {name} in the cube over the stored one"
        found.append(Finding(check, float(scale), _scale_warning(name, float(scale))))
    return found


def _scale_warning(name: str, scale: float) -> str:
    if np.isnan(scale):
        return f"{name} is stored as zeros: its brightness cannot be compared with the cube"
    if scale <= 0:
        return f"no pixel of the cube is as {name} is stored: its brightness cannot be compared"
    if abs(scale - 1) <= SCALE_MISMATCH:
        return ""
    return (
        f"{name} is stored {1 / scale:.2g} times as bright as it is in the cube: a method that "
        "mixes the stored endmembers is misled"
    )


def _reproduction(endmembers: np.ndarray, spectra: np.ndarray, abundances: np.ndarray) -> Finding:
    """Judge whether a method that sees no label reproduces the abundances."""
    check = "RMSE of NNLS with peak-normalised endmembers"
    predicted = PeakNormalised(endmembers).fit(spectra, abundances).predict(spectra)
    error = float(np.sqrt(np.mean((predicted - abundances) ** 2)))
    warning = (
        f"NNLS with the stored endmembers and no label reproduces the abundances to {error:.4f}: "
        "they were probably made in this way, so an error below is no better than it"
        if error < REPRODUCED
        else ""
    )
    return Finding(check, error, warning)
