"""Several studies on one page: one figure for all, and their answers side by side."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from learning_curves.vocabulary import Vocabulary

Record = dict[str, Any]


class Answers(NamedTuple):
    """What methods of several places need for one target error.

    Attributes
    ----------
    title : str
        The error.
    places : list[str]
        The places, by name.
    rows : list[tuple[str, list[str]]]
        Method, and its answer at each place; empty where it has none.
    """

    title: str
    places: list[str]
    rows: list[tuple[str, list[str]]]


def join_explored(names: Sequence[str], records: Sequence[Record]) -> Record:
    """Join the data of the figures of studies, whose places then stand side by side.

    Parameters
    ----------
    names : Sequence[str]
        Names of the studies.
    records : Sequence[Record]
        Their data, as `explorer_data` returns them.

    Returns
    -------
    dict
        As `explorer_data` returns it; a place has its `study` too, a number. Methods and metrics of
        one name are the same.
    """
    metrics: dict[str, int] = {}
    methods: dict[str, Record] = {}
    places: list[Record] = []
    curves: list[Record] = []
    sliders: list[Record] = []
    for study, (name, record) in enumerate(zip(names, records, strict=True)):
        first = len(places)
        for metric in record["metrics"]:
            metrics.setdefault(metric, len(metrics))
        for method in record["methods"]:
            methods.setdefault(method["name"], method)
        places += [
            place | {"study": study, "data_set": _name(place["data_set"], name, len(names))}
            for place in record["places"]
        ]
        of_metric = [metrics[metric] for metric in record["metrics"]]
        of_method = [list(methods).index(method["name"]) for method in record["methods"]]
        moved = [
            {"metric": of_metric[part["metric"]], "place": first + part["place"]}
            for part in record["curves"] + record["sliders"]
        ]
        n_curves = len(record["curves"])
        curves += [
            curve | at | {"method": of_method[curve["method"]]}
            for curve, at in zip(record["curves"], moved[:n_curves], strict=True)
        ]
        sliders += [
            slider
            | at
            | {
                "orders": [[of_method[i] for i in order] for order in slider["orders"]],
                "sentences": [
                    f"On {places[at['place']]['data_set']}, {sentence}"
                    for sentence in slider["sentences"]
                ],
            }
            for slider, at in zip(record["sliders"], moved[n_curves:], strict=True)
        ]
    return records[0] | {
        "metrics": list(metrics),
        "methods": list(methods.values()),
        "places": places,
        "curves": curves,
        "sliders": sliders,
        "names": {name: word for record in records for name, word in record["names"].items()},
        "runs_left_out": any(record["runs_left_out"] for record in records),
    }


def compare_answers(explored: Record, vocabulary: Vocabulary) -> list[Answers]:
    """Put what methods need for the target errors that studies share side by side.

    Parameters
    ----------
    explored : dict
        As `join_explored` returns it; only its first metric is compared.
    """
    sliders = {one["place"]: one for one in explored["sliders"] if one["metric"] == 0}
    curves = [one for one in explored["curves"] if one["metric"] == 0]
    targets = sorted({mark for one in sliders.values() for mark in one["marks"]})
    compared = []
    for target in targets:
        at = {
            place: one["errors"].index(target)
            for place, one in sliders.items()
            if target in one["marks"]
        }
        words = {
            (one["method"], one["place"]): one["answers"][at[one["place"]]][-1]
            for one in curves
            if one["place"] in at
        }
        studies = {explored["places"][place]["study"] for place in at}
        if len(studies) > 1:
            rows = [
                (method["label"], [words.get((i, place), "") for place in at])
                for i, method in enumerate(explored["methods"])
                if any((i, place) in words for place in at)
            ]
            named = [_label(explored["places"][place], explored["places"]) for place in at]
            compared.append(Answers(f"{vocabulary.error_name} {target:g}", named, rows))
    return compared


def _name(data_set: str, study: str, n_studies: int) -> str:
    """Name a data set, with its study if there are several."""
    if n_studies == 1 or data_set == study:
        return data_set
    return f"{data_set} ({study})"


def _label(place: Record, places: Sequence[Record]) -> str:
    """Name a place, with its condition if a place differs in it."""
    conditions = {one["condition"] for one in places}
    return (
        f"{place['data_set']}, {place['condition']}" if len(conditions) > 1 else place["data_set"]
    )
