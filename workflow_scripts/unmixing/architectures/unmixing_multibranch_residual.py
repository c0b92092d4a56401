"""The reduced multi-branch CNN with residual sums in its 3-D branch (published as MB-Res)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch("branch_1d", "branch_2d", "branch_3d_residual")
