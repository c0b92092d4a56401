"""The 1-D branch of the multi-branch CNN alone (published as 1D BRANCH)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch("branch_1d")
