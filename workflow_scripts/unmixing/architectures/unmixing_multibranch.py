"""The multi-branch CNN (published as MB)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch("branch_1d", "branch_2d", "branch_3d")
