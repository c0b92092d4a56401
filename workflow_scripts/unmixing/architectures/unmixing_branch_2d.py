"""The 2-D branch of the multi-branch CNN alone (published as 2D BRANCH)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch("branch_2d")
