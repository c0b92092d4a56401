"""Sentences about what would mislead a reader."""

from collections.abc import Iterator

import pandas as pd

from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.names import method_label
from unmixing.report.naming import percent

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
        "where a method chooses by them, it chooses by chance",
    ),
    "few_updates": (
        "A network makes fewer than 500 updates",
        "few labels and short training are told apart only by a control of fixed updates",
    ),
}


def coverage_sentence(coverage: pd.DataFrame) -> str:
    """Say how many of the planned runs there are, and how many of them failed."""
    planned, completed, diverged, missing, collapsed = coverage[
        ["planned", "completed", "diverged", "missing", "collapsed"]
    ].sum()
    failed = diverged + collapsed
    share = f", {percent(failed / (completed + diverged))} of those that ran" if failed else ""
    return (
        f"{completed:,} of {planned:,} planned runs completed; {diverged:,} diverged and "
        f"{missing:,} are missing. {failed:,} runs failed{share}: they diverged, or collapsed, "
        "that is, err nearly as much as the mean abundances would, or more."
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


def _curves(rows: pd.DataFrame) -> str:
    """List methods by scene, six at most of each."""
    scenes = []
    for scene, models in rows.groupby("scene", sort=False)["model"]:
        names = list(dict.fromkeys(method_label(model) for model in models))
        left_out = len(names) - MOST_NAMES
        more = f" and {left_out} more" if left_out > 0 else ""
        scenes.append(f"{scene.replace('_', ' ')} ({', '.join(names[:MOST_NAMES])}{more})")
    return "; ".join(scenes)
