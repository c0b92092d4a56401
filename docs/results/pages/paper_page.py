"""The published study: `config/paper.yaml`, as far as it was run."""

import pandas as pd
from kept_rows import RESULTS, read_each_run_once, read_kept
from published_table import (
    compare_with_published,
    count_verdicts,
    means_by_size,
    tabulate_published,
)
from size_tables import backends_by_size, collapsed_by_size, labels_needed, ranges_by_size

from learning_curves.figures.saving import save_figure
from unmixing.figures.published_comparison import published_comparison
from unmixing.published.comparison import summarize_all_runs
from unmixing.vocabulary import METRIC, UNMIXING

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
CUBE_NETWORKS = {
    "unmixing_cube_based_cnn": "CB-CNN",
    "unmixing_multibranch_reduced": "MB-DR",
    "unmixing_branch_3d": "3D BRANCH",
}
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
    **CUBE_NETWORKS,
    **BRANCHES,
    **PIXEL_NETWORKS,
    **ESTIMATORS,
}
TARGETS = [0.03, 0.02, 0.015, 0.01, 0.007, 0.005]


def _networks() -> pd.DataFrame:
    runs = read_each_run_once("paper_together", "paper_jax", "paper_networks")
    cells = runs.groupby(["data_set", "method", "size"])["repetition"]
    # A single run says nothing about a mean of 30.
    return runs[cells.transform("size") > 1]


def _runs() -> pd.DataFrame:
    others = read_kept("paper_lmm_svr", "paper_estimators")
    return pd.concat([others, _networks()], ignore_index=True)


def _means_of_all(data_set: str, metric: str) -> str:
    return means_by_size(_runs(), PAPER_MODELS, data_set, metric)


def _pixel_networks(data_set: str) -> str:
    return ranges_by_size(_networks(), PIXEL_NETWORKS, data_set)


def _collapsed(data_set: str) -> str:
    networks = CUBE_NETWORKS | BRANCHES | PIXEL_NETWORKS
    return collapsed_by_size(_networks(), networks, data_set)


def compare_networks() -> pd.DataFrame:
    """Compare the networks with the published ones, in the cells that were run."""
    compared = compare_with_published(_networks(), BRANCHES | CUBE_NETWORKS)
    return compared[compared["n_runs"] > 0]


TABLES = {
    "what kernel ridge needs": lambda: labels_needed(
        read_kept("paper_estimators"), "kernel_ridge", TARGETS
    ),
    "RMSE on Samson": lambda: _means_of_all("samson", METRIC),
    "RMSE on Jasper Ridge": lambda: _means_of_all("jasper", METRIC),
    "rmsAAD on Samson": lambda: _means_of_all("samson", "rmsAAD"),
    "rmsAAD on Jasper Ridge": lambda: _means_of_all("jasper", "rmsAAD"),
    "verdicts": lambda: count_verdicts(compare_networks()),
    "LMM and SVR": lambda: tabulate_published(read_kept("paper_lmm_svr"), BASELINES),
    "branches": lambda: tabulate_published(_networks(), BRANCHES),
    "cube networks": lambda: tabulate_published(_networks(), CUBE_NETWORKS),
    "pixel networks on Samson": lambda: _pixel_networks("samson"),
    "pixel networks on Jasper Ridge": lambda: _pixel_networks("jasper"),
    "collapsed on Samson": lambda: _collapsed("samson"),
    "collapsed on Jasper Ridge": lambda: _collapsed("jasper"),
    "backends": lambda: backends_by_size(
        read_kept("paper_networks"), read_kept("paper_together"), BRANCHES | PIXEL_NETWORKS
    ),
}


def plot() -> None:
    """Plot our errors over the published ones, an algorithm a row."""
    runs = _runs()
    compared = compare_with_published(runs, BASELINES | CUBE_NETWORKS | BRANCHES)
    path, summary = RESULTS / "paper_comparison.svg", summarize_all_runs(runs)
    settings = "standard", list(ESTIMATORS)
    save_figure([path], published_comparison, compared, summary, *settings, UNMIXING)
