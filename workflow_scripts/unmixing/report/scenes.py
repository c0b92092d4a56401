"""Sentences about the scenes of a study."""

from collections.abc import Mapping

import pandas as pd

from learning_curves.errors import join_items
from learning_curves.vocabulary import Vocabulary, add_spaces


def describe_audits(
    audits: Mapping[str, pd.DataFrame], vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say which scenes the audit doubts.

    Parameters
    ----------
    audits : Mapping[str, DataFrame]
        Scene -> its audit.
    """
    doubted = [
        add_spaces(scene)
        for scene, audit in audits.items()
        if audit["warning"].fillna("").ne("").any()
    ]
    if doubted:
        return {"": [f"The audit has doubts about {join_items(doubted)}, which Cautions lists."]}
    scenes = join_items([add_spaces(scene) for scene in audits])
    return {"": [f"The audit found nothing to doubt about {scenes}."]}
