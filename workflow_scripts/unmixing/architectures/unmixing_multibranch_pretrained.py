"""The residual multi-branch CNN, its branches trained first, then whole (published as MB-PT)."""

import dataclasses

from unmixing.architectures import unmixing_multibranch_residual


def pretrained(network, n_endmembers):
    """Return the branches with a softmax each, sharing the network's layers."""
    from unmixing import branches

    return branches.branches_alone(network, n_endmembers)


ARCHITECTURE = dataclasses.replace(
    unmixing_multibranch_residual.ARCHITECTURE,
    pretrained=pretrained,
    freeze_pretrained=False,
)
