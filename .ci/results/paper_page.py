"""The published study: `config/paper.yaml`, as far as it was run."""

from kept_rows import RESULTS, kept
from published_table import beside_published, compared_with
from size_tables import ranges_by_size

from unmixing.answers.published import summarize_all_runs
from unmixing.figures.published_comparison import published_comparison
from unmixing.figures.saving import save_figure

BASELINES = {"lmm": "LMM", "svr": "SVR"}
BRANCHES = {
    "unmixing_branch_1d": "1D BRANCH",
    "unmixing_branch_2d": "2D BRANCH",
    "unmixing_branches_1d_2d": "1D+2D BRANCH",
}
PIXEL_NETWORKS = {
    "unmixing_pixel_based_cnn": "pixel-based CNN",
    "unmixing_pixel_based_dcae": "pixel-based DCAE",
}
CARD = {"unmixing_cube_based_cnn": "CB-CNN", "unmixing_multibranch_reduced": "MB-DR"}

TABLES = {
    "LMM and SVR": lambda: beside_published(kept("paper_lmm_svr"), BASELINES),
    "published draws": lambda: beside_published(kept("paper_jax_samson", "paper_jax_jasper"), CARD),
    "branches": lambda: beside_published(kept("paper_networks"), BRANCHES),
    "pixel networks on Samson": lambda: ranges_by_size(
        kept("paper_networks"), PIXEL_NETWORKS, "samson"
    ),
    "pixel networks on Jasper Ridge": lambda: ranges_by_size(
        kept("paper_networks"), PIXEL_NETWORKS, "jasper"
    ),
}


def draw() -> None:
    """Draw the errors of LMM and SVR over the published ones."""
    runs = kept("paper_lmm_svr")
    compared, path = compared_with(runs, BASELINES), RESULTS / "paper_published_draws.svg"
    save_figure([path], published_comparison, compared, summarize_all_runs(runs), [])
