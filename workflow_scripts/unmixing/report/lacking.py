"""Sentences about endmembers that are rare in the labelled pixels."""

from collections.abc import Mapping, Sequence

import pandas as pd

# An endmember is lacking if labelled pixels hold less than this share of what test pixels hold.
LACKING = 0.5


def describe_lacking_endmembers(
    splits: pd.DataFrame, endmembers: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str, int], str]:
    """Say which endmember is much rarer in the labelled pixels than in the test pixels.

    Parameters
    ----------
    splits : DataFrame
        The table of this name, with what labelled and test pixels hold.
    endmembers : Mapping[str, Sequence[str]]
        Scene -> names of its endmembers.

    Returns
    -------
    dict
        Scene, condition and number of labelled pixels -> sentence, where one is lacking.
    """
    groups = splits.groupby(["data_set", "condition", "size"], sort=False)
    said = {
        (str(scene), str(condition), int(size)): _lacking(part, endmembers[str(scene)])
        for (scene, condition, size), part in groups
    }
    return {place: sentence for place, sentence in said.items() if sentence}


def _lacking(splits: pd.DataFrame, endmembers: Sequence[str]) -> str:
    shares = pd.DataFrame(
        {
            part: [splits[f"class{i}_{part}"].mean() for i in range(len(endmembers))]
            for part in ("labelled", "test")
        },
        index=endmembers,
    )
    held = shares["labelled"] / shares["test"].where(shares["test"] > 0)
    if not held.min() < LACKING:
        return ""
    worst = held.idxmin()
    labelled, tested = 100 * shares.loc[worst]
    return (
        f" Its labelled pixels hold {labelled:.1f} % of {worst} on average, the test pixels "
        f"{tested:.1f} %."
    )
