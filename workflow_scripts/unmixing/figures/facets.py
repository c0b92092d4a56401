"""The facets of a study: every scene with every condition."""

import pandas as pd

from unmixing.evaluation.tables import rows_of

# Scene and condition.
Facet = tuple[str, str]


def facets_of(table: pd.DataFrame) -> list[Facet]:
    """Return the pairs of scene and condition, in the order of the table."""
    return list(dict.fromkeys(zip(table["scene"], table["condition"], strict=True)))


def facet_label(facet: Facet, facets: list[Facet]) -> str:
    """Name a scene, and its condition where there are several."""
    scene, condition = facet
    several = len({condition for _, condition in facets}) > 1
    return (f"{scene}, {condition}" if several else scene).replace("_", " ")


def of_facet(table: pd.DataFrame, facet: Facet) -> pd.DataFrame:
    """Keep the rows of a scene and condition."""
    scene, condition = facet
    return rows_of(table, scene=scene, condition=condition)
