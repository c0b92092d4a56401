"""Abundances as people write them: in percent, rounded, with numbers for none, with errors."""

import re
from collections.abc import Sequence

import numpy as np

HUNDRED = 100.0
# Sums this far from one are no sums of fractions, however they were rounded.
NEAR_ONE = 0.02
SUM_TOLERANCE = 1e-3
# Of a pixel whose sum lacks more than this, a part is not labelled.
IN_PART = 0.01
MOST_DECIMALS = 4
# What people and programs write where nothing is known, if it is no fraction or percentage.
FILLS = (-1, -99, -999, -9999, 99, 255, 999, 9999)
# Sums of numbers stored with 24 bits.
TINY = 1e-4
ERROR = re.compile(r"\b(?:rms|rmse|ue|unmixing[ _]?error|residuals?|error)\b", re.IGNORECASE)


def named_as_error(name: str) -> bool:
    """Say whether a name is that of an error of unmixing, as in "RMS Error" or "UE"."""
    return ERROR.search(name.replace("_", " ")) is not None


def sum_without(values: np.ndarray, named: Sequence[bool]) -> int | None:
    """Find the number without which the others sum to one in most pixels, and with it do not.

    Programs of unmixing write the error of each pixel as one more band after the fractions.

    Parameters
    ----------
    values : ndarray
        (n, p), NaN where one is not known.
    named : Sequence[bool]
        (p,), which are called errors. One of them need only sum no better with the others, and
        others have to be the last.
    """
    p = values.shape[1]
    known = values[np.isfinite(values).all(axis=1) & (values != 0).any(axis=1)]
    if p < 3 or not len(known):
        return None
    scale = HUNDRED if np.median(known.sum(axis=1)) > HUNDRED / 2 else 1.0
    with_all = _apart(known / scale)
    for which in dict.fromkeys((*np.flatnonzero(named), p - 1)):
        without = _apart(np.delete(known, which, axis=1) / scale)
        if without < SUM_TOLERANCE and without < (with_all if named[which] else with_all / 10):
            return int(which)
    return None


def without_fills(values: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Make NaN the usual numbers for no value that lie beyond what the others can be.

    Where the others are fractions, that is 0 to 1; where they are percentages, 0 to 100.

    Parameters
    ----------
    values : ndarray
        Abundances of any shape.

    Returns
    -------
    values : ndarray
        The same array where there are none, else a copy of floats.
    notes : list of str
        A sentence on each number, or none.
    """
    fills = np.isin(values, FILLS)
    others = values[~fills & np.isfinite(values)]
    if not fills.any() or not len(others):
        return values, []
    largest = 1 if others.max() <= 1 + NEAR_ONE else HUNDRED
    if others.min() < -NEAR_ONE or others.max() > largest * (1 + NEAR_ONE):
        return values, []
    found = [fill for fill in FILLS if not 0 <= fill <= largest and (values == fill).any()]
    if not found:
        return values, []
    known = np.where(np.isin(values, found), np.nan, values.astype(np.result_type(values, "f4")))
    of = "fraction" if largest == 1 else "percentage"
    return known, [
        f"{np.sum(values == fill):,} abundances are {fill}, which no {of} is: their pixels count "
        "as not labelled"
        for fill in found
    ]


def summing_to_one(abundances: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Make fractions of percentages and of fractions that were rounded, which miss one a little.

    Parameters
    ----------
    abundances : ndarray
        (height, width, p), NaN where a pixel is not labelled.

    Returns
    -------
    abundances : ndarray
        The same array where nothing was to be done, else a copy of its type.
    notes : list of str
        A sentence on what was done, with how many pixels and how far.
    """
    labelled = np.isfinite(abundances).all(axis=-1)
    values = abundances[labelled].astype(np.float64)
    if not len(values):
        return abundances, []
    notes = []
    sums = values.sum(axis=1)
    if abs(np.median(sums) / HUNDRED - 1) < NEAR_ONE:
        values, sums = values / HUNDRED, sums / HUNDRED
        notes.append("the abundances sum to 100, as percentages do, and are divided by 100")
    rounding = _explained(values)
    least = 1 - max(rounding, IN_PART) * (1 + TINY)
    if (sums < least).any():
        # Pixels are known in part. Rounding takes sums above one as far as below.
        least = 1 - max(min(rounding, sums.max() - 1), IN_PART) * (1 + TINY)
    partly = sums < least
    if 2 * partly.sum() > len(sums) or sums.max() > 1 + max(rounding, SUM_TOLERANCE):
        partly[:] = False
    if partly.any():
        notes.append(
            f"the abundances of {partly.sum():,} pixels sum to less than {least:.3g} (down to "
            f"{sums.min():.2g}): they are known in part and count as not labelled"
        )
        values[partly] = np.nan
    allowed = max(rounding, IN_PART) if partly.any() else rounding
    apart = np.abs(sums - 1)[~partly]
    if SUM_TOLERANCE < apart.max() <= allowed:
        values = values / sums[:, None]
        notes.append(
            f"the abundances of {np.sum(apart > SUM_TOLERANCE):,} pixels miss a sum of one by up "
            f"to {apart.max():.2g}, which rounding explains: each pixel's are divided by their sum"
        )
    if not notes:
        return abundances, []
    changed = abundances.copy()
    changed[labelled] = values
    return changed, notes


def _apart(values: np.ndarray) -> float:
    return float(np.median(np.abs(values.sum(axis=1) - 1)))


def _explained(values: np.ndarray) -> float:
    """Return how far rounding may take sums from one, by the decimals that the values have."""
    for decimals in range(1, MOST_DECIMALS + 1):
        # Values are stored with 24 bits.
        if np.abs(values - np.round(values, decimals)).max() < 1e-6:
            return float(min(values.shape[1] * 0.5 * 10.0**-decimals * 1.001, 0.5))
    return 0.0
