"""Plain sentences with numbers, built from the tables of a study."""

import pandas as pd

from unmixing.drawing import method_label
from unmixing.sample_sizes import FAR
from unmixing.tables import METRIC

PREFERENCE = ("reached", "one seed", "extrapolated", "unknown", "unreachable", "not fitted")
NEGLIGIBLE = 0.01


def pixels_needed(answers: pd.DataFrame) -> dict[str, list[str]]:
    """Say for every target error which method needs the fewest labelled pixels: by place."""
    answers = answers[answers["metric"] == METRIC]
    sentences = {}
    for place, of_place in answers.groupby(["scene", "condition"], sort=False):
        sentences[_place(place, answers)] = [
            _needed(error, rows) for error, rows in of_place.groupby("target_error", sort=True)
        ][::-1]
    return sentences


def best_methods(summary: pd.DataFrame, comparisons: pd.DataFrame) -> dict[str, list[str]]:
    """Say which method has the smallest mean error at every size, and whether it may be luck."""
    errors = summary[summary["metric"] == METRIC]
    comparisons = comparisons[comparisons["metric"] == METRIC]
    sentences = {}
    for place, of_place in errors.groupby(["scene", "condition"], sort=False):
        here = (comparisons["scene"] == place[0]) & (comparisons["condition"] == place[1])
        sentences[_place(place, errors)] = [
            _best(size, rows.sort_values("mean"), comparisons[here])
            for size, rows in of_place.groupby("n_train_pixels")
        ]
    return sentences


def twice_the_labels(curves: pd.DataFrame) -> dict[str, list[str]]:
    """Say what the fits expect of twice the largest size, for the method they put first there."""
    curves = curves[curves["metric"] == METRIC]
    sentences = {}
    for place, of_place in curves.groupby(["scene", "condition"], sort=False):
        ends = of_place.groupby("model", sort=False).tail(1)
        sentences[_place(place, curves)] = [
            _doubled(of_place[of_place["model"] == end["model"]], end)
            for _, end in ends.sort_values("error").head(1).iterrows()
        ]
    return sentences


def coverage_sentence(coverage: pd.DataFrame) -> str:
    """Say how many of the planned runs there are."""
    planned, completed, diverged, missing = coverage[
        ["planned", "completed", "diverged", "missing"]
    ].sum()
    return (
        f"{completed:,} of {planned:,} planned runs completed; {diverged:,} diverged and "
        f"{missing:,} are missing."
    )


def cautions(shapes: pd.DataFrame, audits: dict[str, pd.DataFrame]) -> list[str]:
    """Say what would mislead a reader: warnings of audits, and curves that misbehave or say little.

    Parameters
    ----------
    audits : scene -> its audit
    """
    sentences = [
        f"{scene.replace('_', ' ')}: {warning}"
        for scene, audit in audits.items()
        for warning in audit["warning"].dropna()
    ]
    shapes = shapes[shapes["metric"] == METRIC]
    for shape, words in (
        ("peaking", "rises significantly before it falls"),
        ("dipping", "ends significantly above an earlier size"),
        ("flat", "is flat: more labels bought nothing measurable"),
    ):
        curves = shapes[shapes["shape"].str.contains(shape)]
        if len(curves):
            sentences.append(f"The curve {words} for {_curves(curves)}.")
    for column, words, meaning in (
        (
            "few_validation_pixels",
            "Fewer than 10 pixels validate",
            "what is chosen by them is chosen by chance",
        ),
        (
            "few_updates",
            "A network makes fewer than 500 updates",
            "few labels and short training are told apart only by a control of fixed updates",
        ),
    ):
        flagged = shapes[shapes[column].fillna("").astype(str) != ""]
        if len(flagged):
            sentences.append(f"{words} at the smallest sizes of {_curves(flagged)}: {meaning}.")
    return sentences


def _place(place: tuple, table: pd.DataFrame) -> str:
    several = table["condition"].nunique() > 1
    return (f"{place[0]}, {place[1]}" if several else place[0]).replace("_", " ")


def _needed(error: float, rows: pd.DataFrame) -> str:
    order = rows["status"].map(PREFERENCE.index)
    rows = rows.assign(order=order).sort_values(["order", "needed"])
    best = rows.iloc[0]
    near = best["status"] in PREFERENCE[:3] and best["factor"] <= FAR
    known = near or best["measured_at"] < float("inf")
    if best["status"] == "not fitted":
        return f"RMSE {error:g}: {best['answer']}."
    start = "" if known else "no method is known to reach it. First would be "
    # No smaller size is measured than that at which several may be there already.
    alike = [method_label(model) for model in rows.loc[rows["answer"] == best["answer"], "model"]]
    names = alike[0] if len(alike) == 1 else f"{', '.join(alike[:-1])} and {alike[-1]}"
    return f"RMSE {error:g}: {start}{names}, {best['answer']}."


def _seeds(count: int) -> str:
    return f"{count} seed" if count == 1 else f"{count} seeds"


def _best(size: int, rows: pd.DataFrame, comparisons: pd.DataFrame) -> str:
    first = rows.iloc[0]
    start = (
        f"With {size:,} labelled pixels: {method_label(first['model'])}, mean RMSE "
        f"{first['mean']:.3g} over {_seeds(first['n_runs'])}"
    )
    if len(rows) == 1:
        return f"{start}."
    second = rows.iloc[1]["model"]
    pair = {first["model"], second}
    at_size = comparisons[comparisons["n_train_pixels"] == size]
    found = at_size[
        [{a, b} == pair for a, b in zip(at_size["model_a"], at_size["model_b"], strict=True)]
    ]
    if found.empty:
        return f"{start}; next is {method_label(second)}."
    row = found.iloc[0]
    wins = row["wins"] if row["model_a"] == first["model"] else row["losses"]
    ties = f" and ties {row['ties']}" if row["ties"] else ""
    return (
        f"{start}; against the next, {method_label(second)}, it wins {wins}{ties} of "
        f"{_seeds(row['n_pairs'])}: {row['verdict']}."
    )


def _doubled(curve: pd.DataFrame, end: pd.Series) -> str:
    largest = end["n_train_pixels"] / 2
    low = end["low"] if end["low"] > NEGLIGIBLE * end["error"] else 0
    now = curve.iloc[(curve["n_train_pixels"] - largest).abs().argmin()]
    interval = "" if pd.isna(end["low"]) else f" (95 % band {low:.2g} to {end['high']:.2g})"
    return (
        f"With {2 * largest:,.0f} labelled pixels instead of {largest:,.0f}, the fit of "
        f"{method_label(end['model'])} expects an RMSE of {end['error']:.3g}{interval} instead of "
        f"{now['error']:.3g}."
    )


def _curves(rows: pd.DataFrame) -> str:
    """List methods by scene, six at most of each."""
    scenes = []
    for scene, models in rows.groupby("scene", sort=False)["model"]:
        names = list(dict.fromkeys(method_label(model) for model in models))
        more = f" and {len(names) - 6} more" if len(names) > 6 else ""
        scenes.append(f"{scene.replace('_', ' ')} ({', '.join(names[:6])}{more})")
    return "; ".join(scenes)
