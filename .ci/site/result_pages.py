"""The pages of results: their tables and figures, written anew from the rows of runs beside them.

python .ci/site/result_pages.py

A table stands between two comments, `<!-- made: NAME -->` and `<!-- end -->`.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
from result_tables import (
    beside_published,
    break_even_by_condition,
    compared_with,
    effects_by_condition,
    errors_by_condition,
    ranges_by_size,
    rows,
    worth_by_condition,
)

from unmixing.answers.break_even import break_even
from unmixing.answers.condition_effects import condition_effects
from unmixing.answers.measured_curves import measured_curves
from unmixing.answers.published import summarize_all_runs
from unmixing.evaluation.tables import METRIC
from unmixing.figures.condition_curves import condition_curves
from unmixing.figures.published_comparison import published_comparison
from unmixing.figures.saving import save_figure

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "docs" / "results"
PUBLISHED = ROOT / "config" / "published" / "multibranch.csv"
MADE = re.compile(r"(<!-- made: (.+?) -->\n).*?(?=<!-- end -->)", re.DOTALL)

Tables = Mapping[str, Callable[[], str]]

FROM = {
    "standard": "anywhere (`standard`)",
    "blocks": "other 20 x 20 blocks than the test (`blocks`)",
    "halves": "the other half of the image (`halves`)",
    "plot": "one 40 x 40 plot (`plot`)",
    "k_means": "near the centres of k-means (`k_means`)",
}
KERNEL_RIDGE = {"kernel_ridge": ""}
VCA = {"vca_nnls": ""}
NETWORKS = {"unmixing_pixel_based_cnn": "CNN", "unmixing_pixel_based_dcae": "DCAE"}
LEARNING = {"kernel_ridge": "kernel ridge", "unmixing_pixel_based_cnn": "CNN"}
LABEL_FREE = ("vca_nnls", "spa_fcls")
AT_75_AND_1000 = [("samson", 75), ("samson", 1000), ("jasper", 75), ("jasper", 1000)]
NOISE = {
    "standard": "none added (`standard`)",
    "snr_30": "30 dB",
    "snr_20": "20 dB",
    "snr_10": "10 dB",
}
FIELD_AND_JASPER = [("field", 75), ("field", 1000), ("jasper", 75), ("jasper", 1000)]
AT_THREE_SIZES = [(scene, size) for scene in ("field", "jasper") for size in (75, 250, 1000)]
BASELINES = {"lmm": "LMM", "svr": "SVR"}
BRANCHES = {
    "unmixing_branch_1d": "1D BRANCH",
    "unmixing_branch_2d": "2D BRANCH",
    "unmixing_branches_1d_2d": "1D+2D BRANCH",
}
CARD = {"unmixing_cube_based_cnn": "CB-CNN", "unmixing_multibranch_reduced": "MB-DR"}


def kept(*names: str) -> pd.DataFrame:
    """Read rows of runs that are kept beside the pages."""
    return rows(*(RESULTS / "runs" / f"{name}.csv" for name in names))


def _of_noise(*conditions: str) -> dict[str, str]:
    return {condition: NOISE[condition] for condition in conditions}


PAGES: dict[str, Tables] = {
    "protocol.md": {
        "kernel ridge by condition": lambda: errors_by_condition(
            kept("protocol"), KERNEL_RIDGE, AT_75_AND_1000, FROM
        ),
        "without labels": lambda: errors_by_condition(kept("protocol"), VCA, AT_75_AND_1000, FROM),
        "what conditions cost": lambda: effects_by_condition(
            kept("protocol"), LEARNING, AT_75_AND_1000[1::2], FROM
        ),
        "what labels are worth": lambda: worth_by_condition(
            kept("protocol"), LEARNING, AT_75_AND_1000[1::2], FROM
        ),
        "what few labels are worth": lambda: worth_by_condition(
            kept("protocol"), LEARNING, AT_75_AND_1000[::2], FROM
        ),
        "when labels pay": lambda: break_even_by_condition(
            kept("protocol"), LEARNING, ["samson", "jasper"], "vca_nnls", FROM
        ),
        "networks on Samson": lambda: errors_by_condition(
            kept("protocol"), NETWORKS, AT_75_AND_1000[:2], FROM
        ),
        "networks on Jasper Ridge": lambda: errors_by_condition(
            kept("protocol"), NETWORKS, AT_75_AND_1000[2:], FROM
        ),
    },
    "noise.md": {
        "kernel ridge by noise": lambda: errors_by_condition(
            kept("noise"), KERNEL_RIDGE, FIELD_AND_JASPER, NOISE
        ),
        "what noise costs": lambda: effects_by_condition(
            kept("noise"), KERNEL_RIDGE, FIELD_AND_JASPER, NOISE
        ),
        "worth at 30 dB": lambda: worth_by_condition(
            kept("noise"), KERNEL_RIDGE, AT_THREE_SIZES, _of_noise("snr_30", "snr_20")
        ),
        "worth at 20 dB": lambda: worth_by_condition(
            kept("noise"), KERNEL_RIDGE, AT_THREE_SIZES, _of_noise("snr_20", "snr_10")
        ),
    },
    "paper.md": {
        "LMM and SVR": lambda: beside_published(kept("paper_lmm_svr"), PUBLISHED, BASELINES),
        "published draws": lambda: beside_published(
            kept("paper_jax_samson", "paper_jax_jasper"), PUBLISHED, CARD
        ),
        "branches": lambda: beside_published(kept("paper_networks"), PUBLISHED, BRANCHES),
        "pixel networks on Samson": lambda: ranges_by_size(
            kept("paper_networks"), NETWORKS, "samson"
        ),
        "pixel networks on Jasper Ridge": lambda: ranges_by_size(
            kept("paper_networks"), NETWORKS, "jasper"
        ),
    },
}


def filled(markdown: str, tables: Tables) -> str:
    """Return a page with its tables made anew."""
    return MADE.sub(lambda made: made[1] + tables[made[2]](), markdown)


def draw(runs: pd.DataFrame, *paths: Path) -> None:
    """Draw learning curves by condition, the first of them the one to compare with."""
    curves, first = measured_curves(runs, METRIC), str(runs["condition"].iloc[0])
    label_free = [model for model in LABEL_FREE if model in set(runs["model"])]
    effects = condition_effects(curves, METRIC, first)
    crossings = break_even(curves, METRIC, label_free)
    save_figure(paths, condition_curves, runs, effects, crossings, label_free)


def draw_published() -> None:
    """Draw the errors of LMM and SVR over the published ones."""
    runs = kept("paper_lmm_svr")
    compared = compared_with(runs, PUBLISHED, BASELINES)
    path, summary = RESULTS / "paper_published_draws.svg", summarize_all_runs(runs)
    save_figure([path], published_comparison, compared, summary, [])


def main() -> None:
    """Write every table and figure anew."""
    for name, tables in PAGES.items():
        page = RESULTS / name
        page.write_text(filled(page.read_text(), tables))
    draw(kept("protocol"), RESULTS / "protocol.svg", ROOT / "docs" / "images" / "protocol.png")
    draw(kept("noise"), RESULTS / "noise.svg")
    draw_published()


if __name__ == "__main__":
    main()
