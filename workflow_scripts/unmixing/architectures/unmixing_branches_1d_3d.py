"""The 1-D and 3-D branches of the multi-branch CNN (published as 1D+3D BRANCH)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch("branch_1d", "branch_3d")
