"""Sentences about the pixels of an image that no label is like."""

from collections.abc import Mapping

import pandas as pd

from learning_curves.vocabulary import Vocabulary, add_spaces
from unmixing.scenes.audit import SHARE_OUTSIDE


def share_outside(
    audits: Mapping[str, pd.DataFrame], vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say how much of each scene is unlike its labelled pixels, where any is.

    Parameters
    ----------
    audits : Mapping[str, DataFrame]
        Scene -> its audit.
    """
    shares = {
        scene: audit.loc[audit["check"] == SHARE_OUTSIDE, "value"]
        for scene, audit in audits.items()
    }
    said = [
        f"{share:.1%} of the pixels of {add_spaces(scene)} are unlike all labelled ones."
        for scene, found in shares.items()
        for share in found[found > 0]
    ]
    return {"": said} if said else {}
