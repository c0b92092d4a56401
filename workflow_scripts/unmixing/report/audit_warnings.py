"""Sentences about what could mislead a reader of a study of scenes."""

from collections.abc import Iterator, Mapping

import pandas as pd

from learning_curves.report import cautions as of_curves
from learning_curves.vocabulary import Vocabulary, add_spaces
from unmixing.report.predicted_elsewhere import say_predicted_elsewhere


def cautions(
    shapes: pd.DataFrame,
    audits: Mapping[str, pd.DataFrame],
    runs: pd.DataFrame,
    vocabulary: Vocabulary,
) -> dict[str, list[str]]:
    """Collect what was run elsewhere, warnings of audits, and curves that misbehave or say little.

    Parameters
    ----------
    shapes : DataFrame
        The table curve_shapes.
    audits : Mapping[str, DataFrame]
        Scene -> its audit.
    runs : DataFrame
        The table of this name.
    """
    said = [
        *say_predicted_elsewhere(runs, vocabulary),
        *_warnings(audits),
        *of_curves.cautions(shapes, vocabulary).get("", []),
    ]
    return {"": said} if said else {}


def _warnings(audits: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    for scene, audit in audits.items():
        for warning in audit["warning"].dropna():
            yield f"{add_spaces(scene)}: {warning}"
