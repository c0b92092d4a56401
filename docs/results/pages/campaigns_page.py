"""Campaigns: the study of `config/campaigns.yaml`."""

from functools import cache

import numpy as np
import pandas as pd
from kept_rows import RESULTS, read_kept
from table_words import table_of

from learning_curves.answers.campaigns import plan_campaigns
from learning_curves.columns import rows_of
from learning_curves.costs import Costs, say_interval
from learning_curves.figures.campaign_costs import campaign_costs
from learning_curves.figures.saving import save_figure
from learning_curves.runs import usable_errors
from learning_curves.vocabulary import say_count
from unmixing.vocabulary import METRIC, UNMIXING

SCENES = {"samson": "Samson", "jasper": "Jasper Ridge", "berlin": "Berlin"}
DESIGNS = {
    "one_pixel": "1",
    "four_pixels": "4",
    "sixteen_pixels": "16",
    "berlin_one_pixel": "1",
    "berlin_four_pixels": "4",
    "berlin_all_pixels": "all",
}
METHOD = "kernel_ridge"
ASSURANCE = 0.8
TARGETS = {"samson": (0.05, 0.03, 0.02), "jasper": (0.1, 0.07, 0.05), "berlin": (0.2, 0.18)}
# Minutes of a plot, with three of a pixel.
PLOT_MINUTES, USUAL_MINUTES = (10, 45, 240), 45
DRAWS = 500
SEEDS = {"all 40": range(40), "0 to 19": range(20), "20 to 39": range(20, 40)}


def _select(seeds: str) -> pd.DataFrame:
    runs = read_kept("campaigns")
    return runs[runs["repetition"].isin(SEEDS[seeds])]


@cache
def _plan(scene: str, seeds: str) -> pd.DataFrame:
    """Return what every design takes, at no cost yet."""
    runs = rows_of(_select(seeds), data_set=scene)
    return plan_campaigns(runs, TARGETS[scene], ASSURANCE, Costs(), UNMIXING, DRAWS)[0]


def errors_by_design(scene: str) -> str:
    """Tabulate geometric-mean errors: a row per number of plots, a column per pixels in each."""
    runs = rows_of(read_kept("campaigns"), data_set=scene, method=METHOD)
    usable = usable_errors(runs[runs["condition"].isin(DESIGNS)], [METRIC])
    usable["plots"] = usable.groupby(["condition", "size"])["n_groups"].transform("mean").round()
    errors = np.exp(np.log(usable[METRIC]).groupby([usable["plots"], usable["condition"]]).mean())
    table = errors.unstack().reindex(
        columns=[name for name in DESIGNS if name in errors.index.levels[1]]
    )
    lines = [
        [f"{plots:.0f}", *("" if np.isnan(error) else f"{error:#.2g}" for error in row)]
        for plots, row in zip(table.index, table.to_numpy(), strict=True)
    ]
    return table_of(["plots", *(f"{DESIGNS[name]} in each" for name in table)], lines)


def cheapest_designs() -> str:
    """Tabulate the cheapest design: a row per scene, target and minutes of a plot."""
    lines = [
        [name, f"{error:g}", f"{minutes}", *_describe(scene, error, minutes, "all 40")]
        for scene, name in SCENES.items()
        for minutes in PLOT_MINUTES
        for error in TARGETS[scene]
    ]
    return table_of(["scene", "RMSE", "minutes a plot", "plots", "pixels in each", "cost"], lines)


def repeated_designs() -> str:
    """Tabulate the cheapest design of several sets of seeds: a row per scene and target."""
    lines = []
    for scene, name in SCENES.items():
        for error in TARGETS[scene]:
            found = [_describe(scene, error, USUAL_MINUTES, seeds) for seeds in SEEDS]
            said = [f"{plots}, {each} in each" if each else plots for plots, each, _ in found]
            lines.append([name, f"{error:g}", *said])
    return table_of(["scene", "RMSE", *(f"seeds {seeds}" for seeds in SEEDS)], lines)


def _describe(scene: str, error: float, minutes: int, seeds: str) -> list[str]:
    """Return plots, pixels in each and cost of the design that costs the least."""
    plan = rows_of(_plan(scene, seeds), target_error=error).dropna(subset=["groups"])
    if plan.empty:
        return ["not known", "", ""]
    costs = Costs(group=minutes, sample=3, unit="minutes")
    row = plan.loc[costs.total(plan["groups"], plan["size"]).idxmin()]
    ends = ("", "_low", "_high_if_cheapest")
    cost = (costs.total(row[f"groups{end}"], row[f"size{end}"]) for end in ends)
    interval = say_interval(row["groups_low"], row["groups_high_if_cheapest"], say_count)
    plots = f"{say_count(row['groups'])}{interval or ' (no bounds)'}"
    return [plots, DESIGNS[row["condition"]], costs.say(*cost)]


def random_pixels() -> str:
    """Tabulate how many times as much other plots err as random pixels, for kernel ridge."""
    lines = []
    for scene, name in SCENES.items():
        design = "berlin_all_pixels" if scene == "berlin" else "sixteen_pixels"
        runs = rows_of(read_kept("campaigns"), data_set=scene, method=METHOD)
        for seeds in SEEDS:
            some = runs[runs["repetition"].isin(SEEDS[seeds])]
            of_design, of_pixels = (
                np.log(rows_of(some, condition=condition).set_index(["size", "repetition"])[METRIC])
                for condition in (design, "standard")
            )
            ratios = np.exp((of_design - of_pixels).dropna().groupby("size").mean())
            lines.append(
                [name, seeds, *(f"{ratios.get(size, np.nan):.1f}" for size in (80, 160, 320))]
            )
    return table_of(["scene", "seeds", "80 labels", "160", "320"], lines)


TABLES = {
    "Samson by design": lambda: errors_by_design("samson"),
    "Jasper Ridge by design": lambda: errors_by_design("jasper"),
    "Berlin by design": lambda: errors_by_design("berlin"),
    "cheapest": cheapest_designs,
    "repeated": repeated_designs,
    "random pixels": random_pixels,
}


def plot() -> None:
    """Plot the figure of the page."""
    costs = Costs(group=45, sample=3, unit="minutes")
    _, by_error = plan_campaigns(
        rows_of(read_kept("campaigns"), method=METHOD), (), ASSURANCE, costs, UNMIXING
    )
    save_figure([RESULTS / "campaigns.svg"], campaign_costs, by_error, UNMIXING)
