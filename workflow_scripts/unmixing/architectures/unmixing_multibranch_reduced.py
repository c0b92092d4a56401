"""The multi-branch CNN whose 3-D branch reduces its block (published as MB-DR)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch("branch_1d", "branch_2d", "branch_3d_reduced")
