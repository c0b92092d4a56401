"""Wavelengths in micrometres, whatever unit they come in."""

from collections.abc import Sequence

import numpy as np

from learning_curves.errors import UserError

MICROMETRES = (
    *("micrometers", "micrometres", "micrometer", "microns", "um"),
    *("\u00b5m", "\u03bcm"),
)
FACTORS = {
    **dict.fromkeys(MICROMETRES, 1.0),
    **dict.fromkeys(("nanometers", "nanometres", "nanometer", "nm"), 1e-3),
    **dict.fromkeys(("meters", "m"), 1e6),
}
# Sensors of reflected light see 0.2 to 3 micrometres, thermal ones up to 15.
LONGEST = 100.0


def in_micrometres(values: np.ndarray, unit: str = "") -> np.ndarray:
    """Convert wavelengths; without a unit, numbers beyond 100 are nanometres.

    Parameters
    ----------
    values : ndarray
        (bands,).
    unit : str
        As a file spells it.

    Raises
    ------
    UserError
        If they are not positive or finite, or no unit makes wavelengths of light of them.
    """
    values = np.asarray(values, dtype=np.float64).ravel()
    if len(values) > 2 and values[0] in (0, 1) and (np.diff(values) == 1).all():
        raise UserError(
            f"the wavelengths are {values[0]:g}, {values[1]:g}, {values[2]:g} ..., which counts "
            "bands: give wavelengths in micrometres or nanometres, or leave them out."
        )
    if not np.isfinite(values).all() or (values <= 0).any():
        raise UserError(
            "the wavelengths hold a NaN, an infinity or a number that is not positive: fix them or "
            "leave them out."
        )
    factor = FACTORS.get(unit.strip().lower())
    if factor is None:
        factor = 1e-3 if values.max() > LONGEST else 1.0
    converted = values * factor
    if converted.max() > LONGEST:
        raise UserError(
            f"the wavelengths reach {values.max():g}{f' {unit}' if unit else ''}, which is not "
            "light: give them in micrometres or nanometres."
        )
    return converted


def of_sensor(given: Sequence[float], removed: list[list[int]]) -> np.ndarray:
    """Return the wavelengths of a sensor's channels, less the removed ranges (from 1).

    Parameters
    ----------
    given : Sequence[float]
        First and last in micrometres and how many, evenly spaced; or one a channel, at least four.
    """
    if len(given) == 3:
        first, last, channels = given
        lengths = np.linspace(first, last, int(channels))
    else:
        lengths = in_micrometres(np.asarray(given, dtype=np.float64))
    kept = np.ones(len(lengths), dtype=bool)
    for start, end in removed:
        kept[start - 1 : end] = False
    return lengths[kept]
