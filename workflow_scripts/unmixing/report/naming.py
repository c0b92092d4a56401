"""What sentences call methods and places, and how many runs they add."""

from collections.abc import Iterable, Iterator

import pandas as pd

from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.facets import Facet, facet_label, facets_of, of_facet
from unmixing.figures.names import method_label

# Errors that differ by less, relatively, differ by the rounding of a computer alone.
SAME = 1e-9


def places(table: pd.DataFrame) -> Iterator[tuple[str, Facet, pd.DataFrame]]:
    """Name every scene and condition, and find its rows of the first metric."""
    rows = rows_of(table, metric=METRIC)
    facets = facets_of(rows)
    for facet in facets:
        yield facet_label(facet, facets), facet, of_facet(rows, facet)


def scene_of(row: pd.Series) -> str:
    """Name the scene that a row of a table is of."""
    return str(row["scene"]).replace("_", " ")


def completion(coverage: pd.DataFrame, facet: Facet) -> pd.DataFrame:
    """Count the planned and the completed runs of each method of a place."""
    return counts(of_facet(coverage, facet))


def counts(coverage: pd.DataFrame) -> pd.DataFrame:
    """Count the planned, the completed and the collapsed runs of each method."""
    return coverage.groupby("model")[["completed", "planned", "collapsed"]].sum()


def mostly_failed(model: str, of_models: pd.DataFrame) -> bool:
    """Whether less than half of the planned runs of a method completed."""
    if model not in of_models.index:
        return False
    return bool(2 * of_models.loc[model, "completed"] < of_models.loc[model, "planned"])


def name(model: str, of_models: pd.DataFrame) -> str:
    """Name a method, and say how many of its planned runs completed, unless all did and learnt."""
    of_model = of_models.reindex([model]).fillna(0).iloc[0].astype(int)
    words = []
    if of_model["completed"] < of_model["planned"]:
        words.append(f"{of_model['completed']:,} of {of_model['planned']:,} runs completed")
    if of_model["collapsed"]:
        several = "" if of_model["collapsed"] == 1 else "s"
        words.append(f"{of_model['collapsed']:,} run{several} collapsed")
    return f"{method_label(model)} ({', '.join(words)})" if words else method_label(model)


def names(models: Iterable[str], of_models: pd.DataFrame) -> str:
    """Name methods, joined as in a sentence."""
    *others, last = [name(model, of_models) for model in models]
    return f"{', '.join(others)} and {last}" if others else last


def percent(share: float) -> str:
    """Say a share in whole per cent."""
    return f"{100 * share:.0f} %"


def seeds(count: int) -> str:
    """Say how many seeds."""
    return f"{count} seed" if count == 1 else f"{count} seeds"
