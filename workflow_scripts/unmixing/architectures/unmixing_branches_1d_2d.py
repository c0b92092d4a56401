"""The 1-D and 2-D branches of the multi-branch CNN (published as 1D+2D BRANCH)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch("branch_1d", "branch_2d")
