"""The multi-branch CNN: what each branch needs, and the networks that join some.

Tulczyjew, Kawulok, Longépé, Le Saux & Nalepa, IEEE GRSL 2022, arXiv:2208.02361. Branches are
names here, so a study can be planned without Keras; `branches` has their layers.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from unmixing.layers.architecture import Architecture, Network, PatchShape


class Minima(NamedTuple):
    """The smallest patch that the layers of a branch fit."""

    bands: int = 1
    neighbourhood_size: int = 1


BRANCHES = {
    "branch_1d": Minima(bands=44),
    "branch_2d": Minima(neighbourhood_size=3),
    "branch_3d": Minima(),
    "branch_3d_reduced": Minima(bands=25, neighbourhood_size=3),
    "branch_3d_residual": Minima(bands=25, neighbourhood_size=3),
}


def multibranch(
    *names: str, pretrained: bool = False, freeze_pretrained: bool = False
) -> Architecture:
    """Describe the network that joins branches by dense layers.

    Parameters
    ----------
    names : str
        Of `BRANCHES`, in the order in which their features are joined.
    pretrained : bool
        Whether the branches are trained first, each with a softmax of its own.
    freeze_pretrained : bool
        Whether they are frozen from then on.
    """
    minima = [BRANCHES[name] for name in names]
    return Architecture(
        build=partial(_joined, names),
        target="abundances",
        learning_rate=0.001,
        neighbourhood_size=3,
        minimum_bands=max(minimum.bands for minimum in minima),
        minimum_neighbourhood_size=max(minimum.neighbourhood_size for minimum in minima),
        source="Tulczyjew et al., IEEE GRSL 2022, arXiv:2208.02361",
        pretrained=_alone if pretrained else None,
        freeze_pretrained=freeze_pretrained,
    )


def _joined(
    names: tuple[str, ...],
    patch_shape: PatchShape,
    n_endmembers: int,
    endmembers: np.ndarray | None,
) -> Network:
    """Build the branches and the dense head."""
    from unmixing.layers import branches

    parts = [getattr(branches, name) for name in names]
    return branches.join_branches(patch_shape, n_endmembers, parts)


def _alone(network: Network, n_endmembers: int) -> Network:
    """Return the branches with a softmax each, sharing the network's layers."""
    from unmixing.layers import branches

    return branches.separate_branches(network, n_endmembers)
