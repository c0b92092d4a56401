"""The reduced multi-branch CNN on branches trained alone and frozen (published as MB-TL)."""

import dataclasses

from unmixing.architectures import unmixing_multibranch_reduced


def parts(network, n_endmembers):
    """Return each branch with a softmax of its own, sharing the network's layers."""
    from unmixing import branches

    return branches.branch_networks(network, n_endmembers)


ARCHITECTURE = dataclasses.replace(
    unmixing_multibranch_reduced.ARCHITECTURE,
    parts=parts,
    freeze_parts=True,
)
