"""What the ground truth of a scene is worth: checks that tell a reader how far to trust errors.

Abundances are called reproduced by a method that sees no label if its RMSE to them is far below
what learning methods are judged by.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from learning_curves.errors import report_failure
from unmixing.linear_mixing import is_shade
from unmixing.regressors.linear_models import PeakNormalised
from unmixing.scenes.alignment import best_arrangement, groups_of
from unmixing.scenes.applicability import find_applicability
from unmixing.scenes.endmember_order import best_order
from unmixing.scenes.evidence import MOST_PIXELS, unexplained
from unmixing.scenes.mixtures import by_parts, refitted_endmembers, share_unexplained
from unmixing.scenes.scene import Scene

REPRODUCED = 0.01
# Labels nearer to 0 or 1 are meant to be it.
ROUNDING = 1e-6
MISFIT = 0.1
# Of what labels at random leave.
NOTHING_EXPLAINED = 0.97
SCALE_MISMATCH = 0.1
# Beyond what 100 random pixels of Samson or Jasper Ridge, a hundred times drawn, ever left.
MOST_OUTSIDE = 0.1
# What the report looks up.
SHARE_OUTSIDE = "share of the image unlike all labelled pixels"
# Cube and endmembers further apart are in other units.
UNITS_APART = 5.0
# Reflectance seldom exceeds one; digital numbers do.
BRIGHTEST_REFLECTANCE = 2.0


class Finding(NamedTuple):
    """A row of an audit; the warning is a sentence where the value would mislead a reader."""

    check: str
    value: float
    warning: str = ""


class Known(NamedTuple):
    """What checks look at: the scene, and spectra (n, bands) and abundances (n, p) of valid pixels.

    `endmembers` are the stored ones (bands, p), or none: (bands, 0).
    """

    scene: Scene
    spectra: np.ndarray
    abundances: np.ndarray
    endmembers: np.ndarray


def audit(scene: Scene) -> pd.DataFrame:
    """Check a scene; a check that cannot be made says so and stops no other.

    Returns
    -------
    DataFrame
        A row a check: `check`, `value`, `warning` (a sentence where the finding would mislead a
        reader, else empty). Reconstruction errors are relative: the root mean square of the
        residual over that of the cube.
    """
    known = Known(
        scene,
        scene.spectra_at(np.flatnonzero(scene.valid)),
        scene.abundances[scene.valid].astype(np.float64),
        np.zeros((scene.shape[2], 0)) if scene.endmembers is None else scene.endmembers,
    )
    checks = {
        **OF_ANY_SCENE,
        **(OF_IMAGES if scene.is_image else {}),
        **({} if scene.endmembers is None else OF_ENDMEMBERS),
    }
    findings = [finding for what, check in checks.items() for finding in _made(what, check, known)]
    return pd.DataFrame(findings, columns=list(Finding._fields))


def scales(endmembers: np.ndarray, refitted: np.ndarray) -> np.ndarray:
    """Factor by which each stored endmember best becomes its refitted one: (p,), NaN for shade."""
    sizes = np.sum(endmembers**2, axis=0)
    products = np.sum(endmembers * refitted, axis=0)
    there = ~is_shade(endmembers)
    return np.divide(products, sizes, out=np.full(len(sizes), np.nan), where=there)


def _made(what: str, check: Callable[[Known], Iterator[Finding]], known: Known) -> list[Finding]:
    try:
        return list(check(known))
    except Exception as error:
        return [Finding(what, np.nan, report_failure(f"The check of {what}", error))]


def _notes(known: Known) -> Iterator[Finding]:
    """Tell what was found out when the scene was read."""
    for note in known.scene.notes:
        yield Finding("found out when it was read", np.nan, note)


def _abundances(known: Known) -> Iterator[Finding]:
    sums = known.abundances.sum(axis=1)
    yield Finding("pixels left out (not finite)", int(np.sum(~known.scene.valid)))
    yield Finding("largest deviation of an abundance sum from one", float(np.abs(sums - 1).max()))
    yield Finding("smallest abundance", float(known.abundances.min()))
    pure = float(np.mean(known.abundances.max(axis=1) > 1 - ROUNDING))
    warning = (
        "every label is 0 or 1: that is a classification and no unmixing; the option degrade "
        "averages blocks of pixels, and those that hold several classes have shares"
    )
    yield Finding("share of pixels with one endmember alone", pure, warning if pure == 1 else "")
    for name, of_endmember in zip(known.scene.names, known.abundances.T, strict=True):
        warning = (
            f"{name} is 0 in every labelled pixel: if it is not a surface, leave it out"
            if of_endmember.max() == 0
            else ""
        )
        yield Finding(f"share of pure pixels, {name}", float(np.mean(of_endmember > 0.99)), warning)


def _mixing(known: Known) -> Iterator[Finding]:
    refitted = refitted_endmembers(known.spectra, known.abundances)
    error = share_unexplained(known.spectra, known.abundances, refitted)
    yield Finding("reconstruction error, refitted endmembers", error)
    some = slice(None, None, -(-len(known.spectra) // MOST_PIXELS))
    left = unexplained(known.spectra[some], known.abundances[some])
    by_chance = np.sqrt(max(1 - known.abundances.shape[1] / len(known.spectra[some]), 0))
    warning = (
        f"the labels explain next to nothing of how spectra differ ({left:.2f} is left, and "
        f"{by_chance:.2f} would be of labels at random): are they of this image, and in their "
        "places?"
        if left > NOTHING_EXPLAINED * by_chance
        else ""
    )
    yield Finding("share of how spectra differ that labels leave", left, warning)


def _lie(known: Known) -> Iterator[Finding]:
    """Judge whether the maps lie on the cube; those that clearly do not are never imported."""
    scene = known.scene
    best = best_arrangement(scene.cube, scene.abundances, groups_of(scene))
    check = "error of directions with the maps rearranged, over that as they lie"
    if best is None:
        warning = "too few pixels are labelled to tell whether the maps are turned or shifted"
        yield Finding(check, np.nan, warning)
        return
    warning = f"the maps fit the cube better {best.name} than as they lie: look at their figure"
    yield Finding(
        f"{check} ({best.name})",
        best.evidence.ratio,
        warning if best.evidence.is_doubtful else "",
    )


def _unlike(known: Known) -> Iterator[Finding]:
    """Judge how much of an image is unlike its labelled pixels."""
    found = find_applicability(known.scene)
    if found is None:
        return
    if found.step > 1:
        yield Finding("step between the rows and columns that are compared for that", found.step)
    share = found.share_outside
    warning = (
        f"{share:.0%} of the image is unlike every labelled pixel, and no error here is of such "
        "pixels: label some of them too, or leave them out of a map"
    )
    yield Finding(SHARE_OUTSIDE, share, warning if share > MOST_OUTSIDE else "")


def _order(known: Known) -> Iterator[Finding]:
    """Judge whether the stored endmembers are those of the maps."""
    best = best_order(known.scene.cube, known.scene.abundances, known.endmembers)
    maps, stored = best.moved(known.scene.names)
    warning = (
        f"the maps of {maps} fit the endmembers stored as {stored} better than those stored as "
        "theirs: look whether they are in the same order"
    )
    check = "error of directions with the stored endmembers reordered, over that as stored"
    yield Finding(check, best.directions.ratio, warning if best.is_doubtful else "")


def _reconstruction(known: Known) -> Iterator[Finding]:
    """Judge how well the stored endmembers mix the cube."""
    stored = share_unexplained(known.spectra, known.abundances, known.endmembers)
    warning = (
        f"the stored endmembers leave {stored:.0%} of the cube's size unexplained: rRMSE and rSID "
        "say more about them than about a method"
        if stored > MISFIT
        else ""
    )
    yield Finding("reconstruction error, stored endmembers", stored, warning)


def _brightness(known: Known) -> Iterator[Finding]:
    """Judge whether the stored endmembers are reflectance."""
    brightest = float(known.endmembers.max())
    warning = (
        f"the stored endmembers reach {brightest:,.0f}, and methods see spectra scaled to 0 to 1: "
        "rRMSE, rSID and methods that mix the stored endmembers mean nothing; give the cube and "
        "the endmembers as reflectance"
        if brightest > BRIGHTEST_REFLECTANCE
        else ""
    )
    yield Finding("largest value of the stored endmembers", brightest, warning)


def _scales(known: Known) -> Iterator[Finding]:
    """Judge how bright the stored endmembers are compared with the cube, together and each."""
    refitted = refitted_endmembers(known.spectra, known.abundances)
    together = float(np.linalg.norm(refitted) / np.linalg.norm(known.endmembers))
    apart = not 1 / UNITS_APART < together < UNITS_APART
    yield Finding(
        "scale of the cube over the stored endmembers",
        together,
        _units_warning(together) if apart else "",
    )
    of_each = scales(known.endmembers, refitted)
    for name, scale in zip(known.scene.names, of_each, strict=True):
        warning = "" if apart else _scale_warning(name, float(scale))
        yield Finding(f"scale of {name} in the cube over the stored one", float(scale), warning)


def _units_warning(scale: float) -> str:
    factor = f"about {float(f'{max(scale, 1 / scale):.1g}'):,.0f} times as bright as"
    compared = (
        f"the cube is {factor} the stored endmembers"
        if scale > 1
        else f"the stored endmembers are {factor} the cube"
    )
    return (
        f"{compared}: methods that mix the stored endmembers mean nothing; give both in the same "
        "units, such as reflectance"
    )


def _scale_warning(name: str, scale: float) -> str:
    if np.isnan(scale):
        return f"{name} is stored as shade: its brightness cannot be compared with the cube"
    if scale <= 0:
        return f"no pixel of the cube is as {name} is stored: its brightness cannot be compared"
    if abs(scale - 1) <= SCALE_MISMATCH:
        return ""
    return (
        f"{name} is stored {1 / scale:.2g} times as bright as it is in the cube: a method that "
        "mixes the stored endmembers is misled"
    )


def _reproduction(known: Known) -> Iterator[Finding]:
    """Judge whether a method that sees no label reproduces the abundances."""
    method = PeakNormalised(known.endmembers).fit(known.spectra, known.abundances)
    predicted = by_parts(method.predict, known.spectra)
    error = float(np.sqrt(np.mean((predicted - known.abundances) ** 2)))
    warning = (
        f"NNLS with the stored endmembers and no label reproduces the abundances to {error:.4f}: "
        "they were probably made in this way, so an error below is no better than it"
    )
    yield Finding(
        "RMSE of NNLS with peak-normalised endmembers", error, warning if error < REPRODUCED else ""
    )


OF_ANY_SCENE = {
    "how it was read": _notes,
    "the abundances": _abundances,
    "how the abundances mix the cube": _mixing,
}
OF_IMAGES = {
    "how the maps lie on the cube": _lie,
    "how much of the image is like labelled pixels": _unlike,
}
OF_ENDMEMBERS = {
    "the order of the stored endmembers": _order,
    "how the stored endmembers mix the cube": _reconstruction,
    "the units of the stored endmembers": _brightness,
    "the scales of the stored endmembers": _scales,
    "what the stored endmembers reproduce": _reproduction,
}
