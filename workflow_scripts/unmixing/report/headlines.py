"""Plain sentences with numbers, built from the tables of a study."""

from collections.abc import Iterator

import pandas as pd

from unmixing.answers.statuses import FAR, NOT_FITTED, PREFERENCE, REACHING
from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.facets import Facet, facet_label, facets_of, of_facet
from unmixing.figures.names import method_label

NEGLIGIBLE = 0.01
MOST_NAMES = 6
# Shapes of curves, and what each means.
MISBEHAVIOURS = {
    "peaking": "rises significantly before it falls",
    "dipping": "ends significantly above an earlier size",
    "flat": "is flat: more labels bought nothing measurable",
}
# Columns that list sizes, what is few there, and what follows.
FLAGS = {
    "few_validation_pixels": (
        "Fewer than 10 pixels validate",
        "what is chosen by them is chosen by chance",
    ),
    "few_updates": (
        "A network makes fewer than 500 updates",
        "few labels and short training are told apart only by a control of fixed updates",
    ),
}


def pixels_needed(answers: pd.DataFrame) -> dict[str, list[str]]:
    """Say for every target error which method needs the fewest labelled pixels: by place."""
    return {
        place: [
            _needed(error, rows_of(here, target_error=error))
            for error in sorted(here["target_error"].unique(), reverse=True)
        ]
        for place, _, here in _places(answers)
    }


def best_methods(summary: pd.DataFrame, comparisons: pd.DataFrame) -> dict[str, list[str]]:
    """Say which method has the smallest mean error at every size, and whether it may be luck."""
    compared = rows_of(comparisons, metric=METRIC)
    return {
        place: [
            _best(size, rows.sort_values("mean"), of_facet(compared, facet))
            for size, rows in here.groupby("n_train_pixels")
        ]
        for place, facet, here in _places(summary)
    }


def twice_the_labels(curves: pd.DataFrame) -> dict[str, list[str]]:
    """Say what the fits expect of twice the largest size, for the method they put first there."""
    return {place: [_doubled(here)] for place, _, here in _places(curves)}


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
    shapes = rows_of(shapes, metric=METRIC)
    return [*_warnings(audits), *_misbehaviours(shapes), *_flags(shapes)]


def _warnings(audits: dict[str, pd.DataFrame]) -> Iterator[str]:
    for scene, audit in audits.items():
        for warning in audit["warning"].dropna():
            yield f"{scene.replace('_', ' ')}: {warning}"


def _misbehaviours(shapes: pd.DataFrame) -> Iterator[str]:
    for shape, words in MISBEHAVIOURS.items():
        curves = shapes[shapes["shape"].str.contains(shape)]
        if len(curves):
            yield f"The curve {words} for {_curves(curves)}."


def _flags(shapes: pd.DataFrame) -> Iterator[str]:
    for column, (words, meaning) in FLAGS.items():
        flagged = shapes[shapes[column].fillna("").astype(str) != ""]
        if len(flagged):
            yield f"{words} at the smallest sizes of {_curves(flagged)}: {meaning}."


def _places(table: pd.DataFrame) -> Iterator[tuple[str, Facet, pd.DataFrame]]:
    """Name every scene and condition, and find its rows of the first metric."""
    rows = rows_of(table, metric=METRIC)
    facets = facets_of(rows)
    for facet in facets:
        yield facet_label(facet, facets), facet, of_facet(rows, facet)


def _needed(error: float, rows: pd.DataFrame) -> str:
    order = rows["status"].map(PREFERENCE.index)
    rows = rows.assign(order=order).sort_values(["order", "needed"])
    best = rows.iloc[0]
    near = best["status"] in REACHING and best["factor"] <= FAR
    known = near or best["measured_at"] < float("inf")
    if best["status"] == NOT_FITTED:
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
    at_size = rows_of(comparisons, n_train_pixels=size)
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


def _doubled(curves: pd.DataFrame) -> str:
    ends = curves.groupby("model", sort=False).tail(1)
    end = ends.sort_values("error").iloc[0]
    curve = rows_of(curves, model=end["model"])
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
        left_out = len(names) - MOST_NAMES
        more = f" and {left_out} more" if left_out > 0 else ""
        scenes.append(f"{scene.replace('_', ' ')} ({', '.join(names[:MOST_NAMES])}{more})")
    return "; ".join(scenes)
