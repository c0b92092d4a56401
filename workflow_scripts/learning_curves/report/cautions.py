"""Sentences about what could mislead a reader."""

from collections.abc import Iterator, Sequence

import pandas as pd

from learning_curves.answers.curve_shapes import NOT_TESTED
from learning_curves.columns import rows_of
from learning_curves.vocabulary import Vocabulary, add_spaces

MOST_NAMES = 6
# Shapes of curves, and what each means.
MISBEHAVIOURS = {
    "peaking": "rise significantly before they fall",
    "dipping": "end significantly above an earlier size",
    "flat": "are flat, so larger sizes bought nothing measurable",
}
# Columns that list sizes, what is few at these, and what follows from that.
FLAGS = {
    "few_validation": (
        "fewer than 10 samples validate",
        "so a method that chooses by them chooses by chance",
    ),
    "few_updates": (
        "a network makes fewer than 500 updates",
        "and only a control of fixed updates tells short training from few training data",
    ),
}


def runs_made(
    coverage: pd.DataFrame, notes: Sequence[str], vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say how many of the planned runs completed, how many failed, and how runs were read.

    Parameters
    ----------
    coverage : DataFrame
        The table of this name.
    notes : Sequence[str]
        Sentences about how the runs were read.
    """
    planned, completed, diverged, missing, collapsed = coverage[
        ["planned", "completed", "diverged", "missing", "collapsed"]
    ].sum()
    lost = {"diverged": diverged, "missing": missing}
    lacking = " and ".join(f"{count:,} {words}" for words, count in lost.items() if count)
    all_of = "All" if completed == planned else f"{completed:,} of"
    said = f"{all_of} {planned:,} runs completed{f' ({lacking})' if lacking else ''}."
    if collapsed:
        said += (
            f" {collapsed:,} of them collapsed: they err nearly as much as "
            f"{vocabulary.learnt_nothing} would, or more."
        )
    return {"": [said, *notes]}


def cautions(shapes: pd.DataFrame, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Say which curves misbehave or have sizes with too little data or training."""
    shapes = rows_of(shapes, metric=vocabulary.error)
    said = [*_misbehaviours(shapes, vocabulary), *_flags(shapes, vocabulary)]
    tested = ~shapes["shape"].astype(str).str.startswith(NOT_TESTED)
    nothing = (
        "No curve misbehaves, and no size has too few data or updates."
        if tested.any()
        else "There were too few runs to test the shapes of curves."
    )
    return {"": said or [nothing]}


def _misbehaviours(shapes: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[str]:
    for shape, words in MISBEHAVIOURS.items():
        curves = shapes[shapes["shape"].str.contains(shape)]
        if len(curves):
            yield f"Some curves {words}: {_curves(curves, vocabulary)}."


def _flags(shapes: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[str]:
    for column, (words, meaning) in FLAGS.items():
        flagged = shapes[shapes[column].fillna("").astype(str) != ""]
        if len(flagged):
            yield f"At the smallest sizes, {words}, {meaning}: {_curves(flagged, vocabulary)}."


def _curves(rows: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """List methods by data set, at most six for each."""
    data_sets = []
    for data_set, methods in rows.groupby("data_set", sort=False)["method"]:
        names = list(dict.fromkeys(vocabulary.label_method(method) for method in methods))
        left_out = len(names) - MOST_NAMES
        more = f" and {left_out} more" if left_out > 0 else ""
        data_sets.append(f"{add_spaces(data_set)} ({', '.join(names[:MOST_NAMES])}{more})")
    return "; ".join(data_sets)
