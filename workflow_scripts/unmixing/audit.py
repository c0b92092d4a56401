"""What the ground truth of a scene is worth: checks that tell a reader how far to trust errors.

Abundances are called reproduced by a method that sees no label if its RMSE to them is far below
what learning methods are judged by.
"""

import numpy as np
import pandas as pd

from unmixing.linear_mixing import (
    MAXIMUM_ENDMEMBERS,
    fitted_endmembers,
    linear_fit_error,
    misfit,
    reordered_fit_error,
)
from unmixing.linear_models import PeakNormalised
from unmixing.scene import Scene

REPRODUCED = 0.01
MISFIT = 0.1
SCALE_MISMATCH = 0.1
# Reflectance seldom exceeds one; digital numbers do.
BRIGHTEST_REFLECTANCE = 2.0


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
    rows = [
        ("pixels left out (not finite)", int(np.sum(~scene.valid)), ""),
        ("largest deviation of an abundance sum from one", _sum_error(abundances), ""),
        ("smallest abundance", abundances.min(), ""),
        *_pure_pixels(scene, abundances),
        (
            "reconstruction error, refitted endmembers",
            linear_fit_error(scene.cube, scene.abundances),
            "",
        ),
        (
            "the same with the maps in the other pixel order",
            reordered_fit_error(scene.cube, scene.abundances),
            "",
        ),
    ]
    if scene.endmembers is not None:
        rows += _endmember_checks(scene, spectra, abundances)
    return pd.DataFrame(rows, columns=["check", "value", "warning"])


def scales(endmembers: np.ndarray, refitted: np.ndarray) -> np.ndarray:
    """Factor by which each stored endmember best becomes its refitted one: (p,)."""
    return np.sum(endmembers * refitted, axis=0) / np.sum(endmembers**2, axis=0)


def _sum_error(abundances: np.ndarray) -> float:
    return float(np.abs(abundances.sum(axis=1) - 1).max())


def _pure_pixels(scene: Scene, abundances: np.ndarray) -> list[tuple]:
    rows = []
    for name, of_endmember in zip(scene.names, abundances.T, strict=True):
        share = float(np.mean(of_endmember > 0.99))
        rows.append((f"share of pure pixels, {name}", share, ""))
    return rows


def _endmember_checks(scene, spectra, abundances) -> list[tuple]:
    refitted = fitted_endmembers(spectra, abundances)
    stored = misfit(spectra, abundances, scene.endmembers)
    warning = (
        f"the stored endmembers leave {stored:.0%} of the cube's size unexplained: rRMSE and rSID "
        "say more about them than about a method"
        if stored > MISFIT
        else ""
    )
    rows = [("reconstruction error, stored endmembers", stored, warning)]
    brightest = float(scene.endmembers.max())
    warning = (
        f"the stored endmembers reach {brightest:,.0f}, and methods see spectra scaled to 0 to 1: "
        "rRMSE, rSID and methods that mix the stored endmembers mean nothing; give the cube and "
        "the endmembers as reflectance"
        if brightest > BRIGHTEST_REFLECTANCE
        else ""
    )
    rows.append(("largest value of the stored endmembers", brightest, warning))
    for name, scale in zip(scene.names, scales(scene.endmembers, refitted), strict=True):
        warning = (
            f"{name} is stored {1 / scale:.2g} times as bright as it is in the cube: a method that "
            "mixes the stored endmembers is misled"
            if abs(scale - 1) > SCALE_MISMATCH
            else ""
        )
        rows.append((f"scale of {name} in the cube over the stored one", float(scale), warning))
    check = "RMSE of NNLS with peak-normalised endmembers"
    if scene.n_endmembers > MAXIMUM_ENDMEMBERS:
        return [*rows, (check, np.nan, "")]
    predicted = PeakNormalised(scene.endmembers).fit(spectra, abundances).predict(spectra)
    error = float(np.sqrt(np.mean((predicted - abundances) ** 2)))
    warning = (
        f"NNLS with the stored endmembers and no label reproduces the abundances to {error:.4f}: "
        "they were probably made in this way, so an error below is no better than it"
        if error < REPRODUCED
        else ""
    )
    return [*rows, (check, error, warning)]
