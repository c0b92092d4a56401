"""The 3-D branch of the multi-branch CNN alone (published as 3D BRANCH)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch("branch_3d")
