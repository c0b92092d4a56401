"""The multi-branch CNN, its branches alone and in pairs, and ways to train it.

unmixing_branch_1d : The 1-D branch of the multi-branch CNN alone (published as 1D BRANCH).
unmixing_branch_2d : The 2-D branch of the multi-branch CNN alone (published as 2D BRANCH).
unmixing_branch_3d : The 3-D branch of the multi-branch CNN alone (published as 3D BRANCH).
unmixing_branches_1d_2d : The 1-D and 2-D branches of the multi-branch CNN (published as 1D+2D
    BRANCH).
unmixing_branches_1d_3d : The 1-D and 3-D branches of the multi-branch CNN (published as 1D+3D
    BRANCH).
unmixing_branches_2d_3d : The 2-D and 3-D branches of the multi-branch CNN (published as 2D+3D
    BRANCH).
unmixing_multibranch : The multi-branch CNN (published as MB).
unmixing_multibranch_reduced : The multi-branch CNN whose 3-D branch reduces its block (published as
    MB-DR).
unmixing_multibranch_residual : The reduced multi-branch CNN with residual sums in its 3-D branch
    (published as MB-Res).
unmixing_multibranch_pretrained : The residual multi-branch CNN, its branches trained first, then
    whole (published as MB-PT).
unmixing_multibranch_transferred : The residual multi-branch CNN on branches trained first and
    frozen (published as MB-TL).
"""

from unmixing.layers.multibranch import multibranch

RESIDUAL = ("branch_1d", "branch_2d", "branch_3d_residual")

ARCHITECTURES = {
    "unmixing_branch_1d": multibranch("branch_1d"),
    "unmixing_branch_2d": multibranch("branch_2d"),
    "unmixing_branch_3d": multibranch("branch_3d"),
    "unmixing_branches_1d_2d": multibranch("branch_1d", "branch_2d"),
    "unmixing_branches_1d_3d": multibranch("branch_1d", "branch_3d"),
    "unmixing_branches_2d_3d": multibranch("branch_2d", "branch_3d"),
    "unmixing_multibranch": multibranch("branch_1d", "branch_2d", "branch_3d"),
    "unmixing_multibranch_reduced": multibranch("branch_1d", "branch_2d", "branch_3d_reduced"),
    "unmixing_multibranch_residual": multibranch(*RESIDUAL),
    "unmixing_multibranch_pretrained": multibranch(*RESIDUAL, pretrained=True),
    "unmixing_multibranch_transferred": multibranch(
        *RESIDUAL, pretrained=True, freeze_pretrained=True
    ),
}
