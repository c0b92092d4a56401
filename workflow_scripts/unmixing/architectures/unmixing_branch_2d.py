"""The 2-D branch of the multi-branch CNN alone (published as 2D BRANCH)."""

from unmixing.architectures import Architecture


def build(patch_shape, n_endmembers, endmembers):
    """Build the branch and the dense head."""
    from unmixing import branches

    parts = [branches.branch_2d]
    return branches.joined(patch_shape, n_endmembers, parts)


ARCHITECTURE = Architecture(
    build=build,
    target="abundances",
    learning_rate=0.001,
    neighbourhood_size=3,
    minimum_bands=1,
    minimum_neighbourhood_size=3,
    source="Tulczyjew et al., IEEE GRSL 2022, arXiv:2208.02361",
)
