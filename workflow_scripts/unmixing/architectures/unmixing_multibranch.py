"""The multi-branch CNN (published as MB)."""

from unmixing.architectures import Architecture


def build(patch_shape, n_endmembers, endmembers):
    """Build the branches and the dense head."""
    from unmixing import branches

    parts = [branches.branch_1d, branches.branch_2d, branches.branch_3d]
    return branches.joined(patch_shape, n_endmembers, parts)


ARCHITECTURE = Architecture(
    build=build,
    target="abundances",
    learning_rate=0.001,
    neighbourhood_size=3,
    minimum_bands=44,
    minimum_neighbourhood_size=3,
    source="Tulczyjew et al., IEEE GRSL 2022, arXiv:2208.02361",
)
