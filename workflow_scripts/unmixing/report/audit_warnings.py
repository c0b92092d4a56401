"""Sentences about what would mislead a reader of a study of scenes."""

from collections.abc import Iterator, Mapping

import pandas as pd

from learning_curves.report import cautions as of_curves
from learning_curves.vocabulary import Vocabulary, spaced


def cautions(
    shapes: pd.DataFrame, audits: Mapping[str, pd.DataFrame], vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say what audits warn of, and which curves misbehave or say little.

    Parameters
    ----------
    shapes : DataFrame
        As the table curve_shapes.
    audits : Mapping[str, DataFrame]
        Scenes and their audits.
    """
    said = [*_warnings(audits), *of_curves.cautions(shapes, vocabulary).get("", [])]
    return {"": said} if said else {}


def _warnings(audits: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    for scene, audit in audits.items():
        for warning in audit["warning"].dropna():
            yield f"{spaced(scene)}: {warning}"
