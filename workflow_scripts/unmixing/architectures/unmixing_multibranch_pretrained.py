"""The residual multi-branch CNN, its branches trained first, then whole (published as MB-PT)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch("branch_1d", "branch_2d", "branch_3d_residual", pretrained=True)
