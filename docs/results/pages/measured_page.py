"""Measured labels, libraries and other images: the study of `config/measured.yaml`."""

from functools import cache

import numpy as np
import pandas as pd
from kept_rows import RESULTS, ROOT, read_kept
from measured_figure import errors_against_the_mean
from table_words import table_of

from learning_curves.answers.across_data_sets import ERRORS, compare_over_data_sets
from learning_curves.answers.break_even import break_even
from learning_curves.answers.condition_effects import condition_effects
from learning_curves.answers.data_efficiency_table import data_efficiency
from learning_curves.answers.exchange_rates import exchange_rates
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.columns import rows_of
from learning_curves.costs import Costs, say_interval
from learning_curves.figures.saving import save_figure
from learning_curves.runs import usable_errors
from learning_curves.vocabulary import say_count
from unmixing.vocabulary import METRIC, UNMIXING

COMPUTED = {"samson": "Samson", "jasper": "Jasper Ridge"}
MEASURED = {
    "berlin": "Berlin",
    "potsdam": "Potsdam",
    "nt_sentinel2": "transects, Sentinel-2",
    "nt_landsat8": "transects, Landsat-8",
}
SUBURBS = {
    "suburb": "suburb",
    "suburb_next": "the next",
    "suburb_shaded": "shaded",
    "suburb_bilinear": "bilinear",
    "suburb_hazy": "hazy",
}
SCENES = COMPUTED | MEASURED | SUBURBS
LEARNING = {
    "kernel_ridge": "kernel ridge",
    "pca_ridge": "ridge on components",
    "random_forest": "random forest",
    "nnls_fitted": "fitted NNLS",
    "fcls_fitted": "fitted FCLS",
    "unmixing_pixel_based_cnn": "pixel-based CNN",
}
WITHOUT = {
    "vca_nnls": "VCA and NNLS",
    "kernel_ridge_from_library": "kernel ridge on mixtures",
    "fcls_library": "FCLS, all spectra",
    "nnls_library": "NNLS, all spectra",
    "sunsal": "sparse regression",
    "mesma": "MESMA",
    "fcls_library_means": "FCLS, class means",
    "nnls_library_means": "NNLS, class means",
}
MEAN = "mean_abundance"
ALONE = "kernel_ridge"
# What is trained on in addition, and the same method without it.
WITH = {
    "kernel_ridge_with_library": ("its library", ALONE),
    "random_forest_with_library": ("its library (random forest)", "random_forest"),
    "unmixing_cnn_with_library": ("its library (CNN)", "unmixing_pixel_based_cnn"),
    "kernel_ridge_with_potsdam": ("Potsdam's labels", ALONE),
    "kernel_ridge_with_berlin": ("Berlin's labels", ALONE),
    "kernel_ridge_with_landsat8": ("Landsat-8 there", ALONE),
    "kernel_ridge_with_sentinel2": ("Sentinel-2 there", ALONE),
    "kernel_ridge_with_suburb": ("the first suburb's labels", ALONE),
}
FROM = {name.replace("_with_", "_from_"): said for name, said in WITH.items()}
# All seeds, and those of each half: what is found with one is repeated with the other.
HALVES = {"all": range(20), "0 to 9": range(10), "10 to 19": range(10, 20)}
FOURS = {"all": range(8), "0 to 3": range(4), "4 to 7": range(4, 8)}


@cache
def _usable() -> pd.DataFrame:
    return usable_errors(read_kept("measured"), [METRIC]).dropna(subset=METRIC)


def _errors(scene: str, condition: str = "standard") -> pd.DataFrame:
    """Return geometric-mean errors: a row per method, a column per size."""
    rows = rows_of(_usable(), data_set=scene, condition=condition)
    return np.exp(np.log(rows[METRIC]).groupby([rows["method"], rows["size"]]).mean()).unstack()


def _of_mean(scene: str) -> float:
    return float(np.exp(np.log(_errors(scene).loc[MEAN]).mean()))


def curves_of_kernel_ridge() -> str:
    """Tabulate learning curves: a row per scene, and what the mean of the labels errs."""
    sizes = (10, 20, 30, 60, 120, 250, 500, 900)
    lines = []
    for scene, name in SCENES.items():
        errors = _errors(scene).loc[ALONE]
        found = [_digits(errors.get(size, np.nan)) for size in sizes]
        lines.append([name, _digits(_of_mean(scene)), *found])
    return table_of(["scene", "the mean", *(f"{size} labels" for size in sizes)], lines)


def against_the_mean(scenes: dict[str, str], methods: dict[str, str]) -> str:
    """Tabulate errors over that of the mean, with the most labels: a row per method."""
    lines = []
    for method, name in methods.items():
        cells = []
        for scene in scenes:
            errors = _errors(scene)
            there = errors.loc[method].dropna() if method in errors.index else []
            ratio = there.iloc[-1] / _of_mean(scene) if len(there) else np.nan
            cells.append("" if np.isnan(ratio) else f"{ratio:.2f}")
        lines.append([name, *cells])
    return table_of(["", *scenes.values()], lines)


def by_condition() -> str:
    """Tabulate how many times as much kernel ridge errs elsewhere, for both halves of the seeds."""
    lines = []
    elsewhere = {"blocks": "other blocks", "potsdam_blocks": "other blocks"}
    for condition, where in (elsewhere | {"distances": "distances"}).items():
        for scene, name in SCENES.items():
            runs = rows_of(read_kept("measured"), data_set=scene, method=ALONE)
            if condition not in set(runs["condition"]):
                continue
            cells = []
            for seeds in HALVES.values():
                some = runs[runs["repetition"].isin(seeds)]
                effects = condition_effects(some, METRIC, "standard", UNMIXING)
                row = rows_of(effects, condition=condition).sort_values("size").iloc[-1]
                interval = say_interval(row["ratio_low"], row["ratio_high"], _digits)
                cells.append(f"{_digits(row['ratio'])}{interval}")
            lines.append([name, where, f"{row['size']:,}", *cells])
    return table_of(["scene", "labels from", "labels", *(f"seeds {s}" for s in HALVES)], lines)


def instead_of_labels() -> str:
    """Tabulate how many labels of the same method a library or another image is worth."""
    lines = []
    for method, (said, alone) in FROM.items():
        for place, name in _places(method):
            cells = []
            for seeds in FOURS.values():
                some = _of_place(place, [alone, method], seeds)
                crossings = break_even(measured_curves(some, METRIC), METRIC, [method], UNMIXING)
                row = crossings.iloc[0]
                cells.append(_labels(row, "break_even", row["smallest_size"]))
            error = _digits(crossings["error_label_free"].iloc[0])
            lines.append([name, said, error, *cells])
    return table_of(["scene", "trained on", "RMSE", *(f"seeds {s}" for s in FOURS)], lines)


def next_to_labels() -> str:
    """Tabulate what a library or another image saves next to few and to many labels."""
    lines = []
    for method, (said, alone) in WITH.items():
        for place, name in _places(method):
            rates = [_rates(place, method, alone, seeds) for seeds in FOURS.values()]
            for size in rates[0].index[[0, -1]]:
                ratios = [_ratio(of_seeds.loc[size]) for of_seeds in rates]
                equal = _labels(rates[0].loc[size], "equal_size", rates[0].index.min())
                lines.append([name, said, f"{size:,}", *ratios, equal])
    of_seeds = [f"error ratio, seeds {seeds}" for seeds in FOURS]
    return table_of(["scene", "next to", "labels", *of_seeds, "as alone with"], lines)


def across_scenes() -> str:
    """Tabulate what to expect of another scene, of kernel ridge against the others."""
    runs = rows_of(read_kept("measured"), condition="standard")
    runs = runs[runs["method"].isin(LEARNING)]
    efficiency = data_efficiency(measured_curves(runs, METRIC), METRIC)
    empty = pd.DataFrame(columns=["metric", "condition", "method", "data_set", "size", "ratio"])
    across = rows_of(compare_over_data_sets(efficiency, empty, UNMIXING), compared=ERRORS)
    lines = []
    for method, name in LEARNING.items():
        both = across[["method_a", "method_b"]].isin([method, ALONE]).all(axis=1)
        if method == ALONE or not both.any():
            continue
        row = across[both].iloc[0]
        ratios = [row[end] for end in ("ratio", "smallest", "largest", "next_low", "next_high")]
        share = row["probability_below_one"]
        if row["method_b"] == ALONE:
            mean, small, large, low, high = (1 / ratio for ratio in ratios)
            ratios, share = [mean, large, small, high, low], 1 - share
        mean, small, large, low, high = map(_digits, ratios)
        of_scenes = [f"{small} to {large}", f"{low} to {high}", f"{share:.2f}"]
        lines.append([name, str(row["n_data_sets"]), mean, *of_scenes])
    head = ["kernel ridge against", "scenes", "error ratio", "measured", "another scene"]
    return table_of([*head, "smaller with probability"], lines)


def _places(method: str) -> list[tuple[tuple[str, str], str]]:
    """List the scenes and conditions that a method was run on, with their names."""
    rows = rows_of(read_kept("measured"), method=method)
    places = dict.fromkeys(zip(rows["data_set"], rows["condition"], strict=True))
    order = list(SCENES)
    in_order = sorted(places, key=lambda place: (order.index(place[0]), place[1] != "standard"))
    return [
        (place, SCENES[place[0]] + (", other blocks" if "blocks" in place[1] else ""))
        for place in in_order
    ]


def _of_place(place: tuple[str, str], methods: list[str], seeds: range) -> pd.DataFrame:
    rows = rows_of(read_kept("measured"), data_set=place[0], condition=place[1])
    return rows[rows["method"].isin(methods) & rows["repetition"].isin(seeds)]


def _rates(place: tuple[str, str], method: str, alone: str, seeds: range) -> pd.DataFrame:
    """Return the exchange rates of a method at each size."""
    curves = measured_curves(_of_place(place, [alone, method], seeds), METRIC)
    return exchange_rates(curves, METRIC, {method: alone}, Costs(), UNMIXING).set_index("size")


def _ratio(row: pd.Series) -> str:
    interval = say_interval(row["error_ratio_low"], row["error_ratio_high"], _digits)
    return f"{_digits(row['error_ratio'])}{interval}"


def _labels(row: pd.Series, name: str, smallest: float) -> str:
    at, low, high = row[[name, f"{name}_low", f"{name}_high"]]
    if np.isinf(at):
        return f"more ({say_count(low)} or more)" if np.isfinite(low) else "more"
    if at <= smallest:
        return f"{smallest:,.0f} or fewer"
    return f"{say_count(at)}{say_interval(max(low, smallest), high, say_count)}"


def _digits(number: float) -> str:
    return "" if np.isnan(number) else f"{number:.2g}"


TABLES = {
    "kernel ridge": curves_of_kernel_ridge,
    "against the mean": lambda: against_the_mean(COMPUTED | MEASURED, LEARNING),
    "without labels": lambda: against_the_mean(
        COMPUTED | {"berlin": "Berlin"} | {"suburb": "suburb"}, WITHOUT
    ),
    "instead of labels": instead_of_labels,
    "next to labels": next_to_labels,
    "where labels lie": by_condition,
    "another scene": across_scenes,
}


def plot() -> None:
    """Plot the figure of the page and of the README."""
    ratios = {
        scene: _errors(scene).ffill(axis=1).iloc[:, -1] / _of_mean(scene)
        for scene in COMPUTED | MEASURED
    }
    methods = LEARNING | {"vca_nnls": WITHOUT["vca_nnls"]}
    paths = RESULTS / "measured.svg", ROOT / "docs" / "images" / "measured.png"
    shown = pd.DataFrame(ratios), methods, COMPUTED, MEASURED
    save_figure(paths, errors_against_the_mean, *shown)
