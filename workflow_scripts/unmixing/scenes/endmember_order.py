"""Whether the stored endmembers are in the order of the maps."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from unmixing.linear_mixing import fit_endmembers
from unmixing.regressors.directions import scale_to_length_one
from unmixing.scenes.cube import Cube, spectra_at
from unmixing.scenes.evidence import Evidence, telling_pixels


class Order(NamedTuple):
    """The order in which stored endmembers mix the cube best.

    Attributes
    ----------
    order : list[int]
        Which stored endmember is that of each map.
    directions, spectra : Evidence
        Evidence for this order, on spectra of length one and as they are.
    """

    order: list[int]
    directions: Evidence
    spectra: Evidence

    @property
    def is_clear(self) -> bool:
        """Whether the stored order is wrong beyond doubt."""
        return self.directions.is_clear and self.spectra.is_doubtful

    @property
    def is_doubtful(self) -> bool:
        """Whether a reader should look at the order."""
        return self.directions.is_doubtful and self.spectra.ratio < 1

    def moved(self, names: Sequence[str]) -> tuple[str, str]:
        """Name the maps whose endmembers are stored elsewhere, and where those are stored."""
        moved = [i for i, stored in enumerate(self.order) if i != stored]
        return (
            ", ".join(names[i] for i in moved),
            ", ".join(names[self.order[i]] for i in moved),
        )


def best_order(cube: Cube, abundances: np.ndarray, endmembers: np.ndarray) -> Order:
    """Match the stored endmembers with those fitted to the maps, and compare what both leave.

    Spectra are brought to length one, as in `compared`. But where shade is an endmember,
    brightness is what labels tell: an order has to fit the spectra as they are much better, too.

    Parameters
    ----------
    cube : Cube
        (height, width, bands).
    abundances : ndarray
        (height, width, p), NaN where a pixel is not labelled.
    endmembers : ndarray
        (bands, p), of any scale.
    """
    pixels, labels = telling_pixels(cube, abundances)
    p = abundances.shape[-1]
    spectra = spectra_at(cube, pixels).astype(np.float64)
    directions, stored = scale_to_length_one(spectra), scale_to_length_one(endmembers.T)
    order = _matched(fit_endmembers(directions, labels).T, stored, np.sum(labels**2, axis=0))
    n_telling = float(np.abs(labels - labels[:, np.argsort(order)]).sum() / 2)
    return Order(
        order.tolist(),
        *(
            Evidence(_left(kind, labels, stored), _left(kind, labels, stored[order]), n_telling, p)
            for kind in (directions, spectra)
        ),
    )


def _matched(fitted: np.ndarray, stored: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Match endmembers (p, bands), so that stored ones explain the most of all pixels."""
    explained = weights[:, None] * np.clip(fitted @ stored.T, 0, None) ** 2
    return linear_sum_assignment(explained, maximize=True)[1]


def _left(spectra: np.ndarray, labels: np.ndarray, endmembers: np.ndarray) -> float:
    """Mix endmembers (p, bands), each of the best scale; return the share of spectra left."""
    gram = (labels.T @ labels) * (endmembers @ endmembers.T)
    linear = np.sum((labels.T @ spectra) * endmembers, axis=1)
    explained = float(linear @ np.linalg.pinv(gram, hermitian=True) @ linear)
    whole = float(np.sum(spectra**2))
    return float(np.sqrt(max(whole - explained, 0) / whole))
