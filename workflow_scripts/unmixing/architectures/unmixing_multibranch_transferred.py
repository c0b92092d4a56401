"""The residual multi-branch CNN on branches trained first and frozen (published as MB-TL)."""

from unmixing.layers.multibranch import multibranch

ARCHITECTURE = multibranch(
    "branch_1d", "branch_2d", "branch_3d_residual", pretrained=True, freeze_pretrained=True
)
