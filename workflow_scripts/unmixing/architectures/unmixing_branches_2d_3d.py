"""The 2-D and 3-D branches of the multi-branch CNN (published as 2D+3D BRANCH)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch("branch_2d", "branch_3d")
