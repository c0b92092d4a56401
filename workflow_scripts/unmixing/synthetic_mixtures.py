"""Synthetic mixtures of spectra whose labels are known, to train a regression on.

Regression on synthetic mixtures: Okujeni, van der Linden, Tits, Somers & Hostert, Remote Sensing of
Environment 137, 2013; the draws are those of the EnMAP-Box.
"""

import numpy as np

MIXTURES = 1000


def mix_in_pairs_and_triples(
    spectra: np.ndarray,
    abundances: np.ndarray,
    classes: np.ndarray,
    generator: np.random.Generator,
    number: int = MIXTURES,
) -> tuple[np.ndarray, np.ndarray]:
    """Mix two or three spectra, equally often, and add the spectra themselves.

    The classes take turns in giving the first spectrum. The others are drawn from all spectra, so
    mixtures within a class occur too, and classes with many spectra occur more often. The first
    share is uniform between 0 and 1, the second between 0 and what is left.

    Parameters
    ----------
    spectra : ndarray
        (n, bands).
    abundances : ndarray
        (n, p), the labels of these spectra; they are mixed alike.
    classes : ndarray
        (n,), the class that each spectrum stands for.
    generator : Generator
        For spectra and shares.
    number : int
        Of mixtures.

    Returns
    -------
    spectra : (number + n, bands) float64
    abundances : (number + n, p) float64
    """
    mixed = np.empty((number, 3), int)
    present = np.unique(classes)
    for turn, of_class in enumerate(present):
        places = np.flatnonzero(classes == of_class)
        taking = slice(turn, None, len(present))
        mixed[taking, 0] = generator.choice(places, size=len(mixed[taking]))
    mixed[:, 1:] = generator.integers(len(spectra), size=(number, 2))
    shares = _draw_shares(number, generator)
    return _mixed_and_whole(spectra, mixed, shares), _mixed_and_whole(abundances, mixed, shares)


def _mixed_and_whole(values: np.ndarray, mixed: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Mix three rows each, and append the rows themselves."""
    exact = np.asarray(values, np.float64)
    return np.concatenate([np.einsum("mkv,mk->mv", exact[mixed], shares), exact])


def _draw_shares(number: int, generator: np.random.Generator) -> np.ndarray:
    """Draw shares of three spectra, the last of which half of the mixtures lack: (number, 3)."""
    first, second = generator.random((2, number))
    of_second = np.where(generator.random(number) < 0.5, 1.0, second)
    left = 1 - first
    return np.column_stack([first, left * of_second, left * (1 - of_second)])
