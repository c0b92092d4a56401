"""A colour for each endmember; a pixel is a mixture of them."""

from collections.abc import Sequence

import numpy as np


def choose_colours(n_endmembers: int) -> np.ndarray:
    """Choose a colour for each endmember: (p, 3) in 0 to 1."""
    import seaborn as sns

    # More than ten would be given twice.
    name = "colorblind" if n_endmembers <= 10 else "husl"
    return np.array(sns.color_palette(name, n_endmembers))


def name_colours(names: Sequence[str]) -> dict[str, str]:
    """Return the colour of each endmember as #rrggbb, by name."""
    bytes_of = np.round(255 * choose_colours(len(names))).astype(np.uint8)
    return {name: f"#{bytes(one).hex()}" for name, one in zip(names, bytes_of, strict=True)}


def mix_colours(abundances: np.ndarray) -> np.ndarray:
    """Mix the colours of endmembers by their abundances.

    Parameters
    ----------
    abundances : ndarray
        (height, width, p); NaN where there is no data.

    Returns
    -------
    (height, width, 4) uint8, red, green, blue and opacity; nothing where there is no data
    """
    known = np.isfinite(abundances).all(axis=-1)
    shares = np.where(known[..., None], np.clip(abundances, 0, None), 0)
    shares /= np.maximum(shares.sum(axis=-1, keepdims=True), np.finfo(np.float32).tiny)
    mixed = np.dstack([shares @ choose_colours(abundances.shape[-1]), known])
    return np.round(255 * mixed).astype(np.uint8)
