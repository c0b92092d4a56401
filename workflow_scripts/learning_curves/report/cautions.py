"""Sentences about what could mislead a reader."""

from collections.abc import Iterator

import pandas as pd

from learning_curves.columns import rows_of
from learning_curves.report.naming import format_percent
from learning_curves.vocabulary import Vocabulary, add_spaces

MOST_NAMES = 6
# Shapes of curves, and what each means.
MISBEHAVIOURS = {
    "peaking": "rises significantly before it falls",
    "dipping": "ends significantly above an earlier size",
    "flat": "is flat: larger sizes bought nothing measurable",
}
# Columns that list sizes, what is few at these, and what follows from that.
FLAGS = {
    "few_validation": (
        "Fewer than 10 samples validate",
        "where a method chooses by them, it chooses by chance",
    ),
    "few_updates": (
        "A network makes fewer than 500 updates",
        "only a control of fixed updates tells short training from few training data",
    ),
}


def coverage_sentence(coverage: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Say how many of the planned runs completed, and how many failed."""
    planned, completed, diverged, missing, collapsed = coverage[
        ["planned", "completed", "diverged", "missing", "collapsed"]
    ].sum()
    failed = diverged + collapsed
    share = (
        f", {format_percent(failed / (completed + diverged))} of those that ran" if failed else ""
    )
    return (
        f"{completed:,} of {planned:,} planned runs completed; {diverged:,} diverged and "
        f"{missing:,} are missing. {failed:,} runs failed{share}: they diverged, or collapsed, "
        f"that is, err nearly as much as {vocabulary.learnt_nothing} would, or more."
    )


def cautions(shapes: pd.DataFrame, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Say which curves misbehave or have sizes with too little data or training."""
    shapes = rows_of(shapes, metric=vocabulary.error)
    said = [*_misbehaviours(shapes, vocabulary), *_flags(shapes, vocabulary)]
    return {"": said} if said else {}


def _misbehaviours(shapes: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[str]:
    for shape, words in MISBEHAVIOURS.items():
        curves = shapes[shapes["shape"].str.contains(shape)]
        if len(curves):
            yield f"The curve {words} for {_curves(curves, vocabulary)}."


def _flags(shapes: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[str]:
    for column, (words, meaning) in FLAGS.items():
        flagged = shapes[shapes[column].fillna("").astype(str) != ""]
        if len(flagged):
            yield f"{words} at the smallest sizes of {_curves(flagged, vocabulary)}: {meaning}."


def _curves(rows: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """List methods by data set, at most six for each."""
    data_sets = []
    for data_set, methods in rows.groupby("data_set", sort=False)["method"]:
        names = list(dict.fromkeys(vocabulary.label_method(method) for method in methods))
        left_out = len(names) - MOST_NAMES
        more = f" and {left_out} more" if left_out > 0 else ""
        data_sets.append(f"{add_spaces(data_set)} ({', '.join(names[:MOST_NAMES])}{more})")
    return "; ".join(data_sets)
