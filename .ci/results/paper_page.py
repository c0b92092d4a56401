"""The published study: `config/paper.yaml`, as far as it was run."""

from kept_rows import RESULTS, kept
from published_table import beside_published, compared_with, means_by_size
from size_tables import labels_needed, ranges_by_size

from unmixing.answers.published import summarize_all_runs
from unmixing.evaluation.tables import METRIC
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
PAPER_ROWS = (
    "paper_lmm_svr",
    "paper_networks",
    "paper_jax_samson",
    "paper_jax_jasper",
    "paper_estimators",
)
ESTIMATORS = {
    "mean_abundance": "mean abundance",
    "fcls": "FCLS",
    "nnls": "NNLS",
    "fcls_fitted": "FCLS, fitted endmembers",
    "nnls_fitted": "NNLS, fitted endmembers",
    "ridge": "ridge",
    "kernel_ridge": "kernel ridge",
    "random_forest": "random forest",
}
# The order of rows in the tables of all.
PAPER_MODELS = {
    "lmm": "LMM, as published",
    "svr": "SVR, as published",
    **CARD,
    **BRANCHES,
    **PIXEL_NETWORKS,
    **ESTIMATORS,
}
TARGETS = [0.03, 0.02, 0.015, 0.01, 0.007, 0.005]


def _means_of_all(scene: str, metric: str) -> str:
    return means_by_size(kept(*PAPER_ROWS), PAPER_MODELS, scene, metric)


TABLES = {
    "RMSE on Samson": lambda: _means_of_all("samson", METRIC),
    "RMSE on Jasper Ridge": lambda: _means_of_all("jasper", METRIC),
    "rmsAAD on Samson": lambda: _means_of_all("samson", "rmsAAD"),
    "rmsAAD on Jasper Ridge": lambda: _means_of_all("jasper", "rmsAAD"),
    "LMM and SVR": lambda: beside_published(kept("paper_lmm_svr"), BASELINES),
    "published draws": lambda: beside_published(kept("paper_jax_samson", "paper_jax_jasper"), CARD),
    "branches": lambda: beside_published(kept("paper_networks"), BRANCHES),
    "pixel networks on Samson": lambda: ranges_by_size(
        kept("paper_networks"), PIXEL_NETWORKS, "samson"
    ),
    "pixel networks on Jasper Ridge": lambda: ranges_by_size(
        kept("paper_networks"), PIXEL_NETWORKS, "jasper"
    ),
    "what kernel ridge needs": lambda: labels_needed(
        kept("paper_estimators"), "kernel_ridge", TARGETS
    ),
}


def draw() -> None:
    """Draw our errors over the published ones, an algorithm a row."""
    runs = kept(*PAPER_ROWS)
    compared = compared_with(runs, BASELINES | CARD | BRANCHES)
    path, summary = RESULTS / "paper_comparison.svg", summarize_all_runs(runs)
    save_figure([path], published_comparison, compared, summary, list(ESTIMATORS))
