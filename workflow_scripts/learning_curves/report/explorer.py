"""The data of the interactive figure: curves, answers and sentences, as plain lists and numbers."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.colors import to_hex

from learning_curves.answers.measured_curves import MeasuredCurve, measured_curves
from learning_curves.columns import CURVE, TIMES, rows_of
from learning_curves.figures.facets import Facet, select_facet
from learning_curves.figures.style import ENOUGH_FOR_A_BAND, method_styles
from learning_curves.report.lead import Lead, without_unit, write_lead
from learning_curves.report.naming import names_by, say_estimand
from learning_curves.runs import select_completed
from learning_curves.vocabulary import Vocabulary, add_spaces

# With more runs than this, the page would be too large; their means and bands are shown anyway.
MOST_RUNS = 3000
# Significant digits of numbers that are only plotted, and of those that are read.
PLOTTED, ANSWERED = 4, 7

Record = dict[str, Any]


def explorer_data(
    runs: pd.DataFrame,
    bands: pd.DataFrame,
    by_error: pd.DataFrame,
    answers: pd.DataFrame,
    coverage: pd.DataFrame,
    published: pd.DataFrame,
    label_free: Collection[str],
    vocabulary: Vocabulary,
) -> Record:
    """Collect the data of the figure: lists, strings, finite numbers and None.

    Parameters
    ----------
    runs, coverage : DataFrame
        The tables of these names.
    bands, by_error, answers : DataFrame
        The tables `fitted_curves`, `sample_sizes_by_error` and `sample_sizes`.
    published : DataFrame
        Columns data set, method, metric, size and value; may be empty. Shown with the first
        condition.
    label_free : Collection[str]
        Methods that go without labels.

    Returns
    -------
    dict
        `unit` of sizes; the word for `training_data`; `metrics`, `places`, `methods`; `curves`,
        each with its positions in those three; `names`,
        what readers call names in tables; `sliders`, each for a metric and place, with errors,
        and for each error a sentence and the order of methods; `start`, the error to begin with;
        `fewest_for_a_band`, how many repetitions a band takes; `runs_left_out`, whether the single
        runs of curves with a band are left out.
    """
    metrics = [metric for metric in vocabulary.plotted if metric in runs]
    styles = method_styles(runs)
    methods = list(dict.fromkeys(runs["method"]))
    facets = list(dict.fromkeys(zip(runs["data_set"], runs["condition"], strict=True)))
    sliders, start = _sliders(metrics, facets, methods, by_error, answers, coverage, vocabulary)
    return {
        "unit": vocabulary.sizes,
        "training_data": vocabulary.training_data,
        "metrics": [vocabulary.label_metric(metric) for metric in metrics],
        "places": [_place(facet, by_error) for facet in facets],
        "methods": [
            {
                "name": method,
                "label": vocabulary.label_method(method),
                "colour": to_hex(styles[method]["color"]),
                "marker": styles[method]["marker"],
                "label_free": method in label_free,
            }
            for method in methods
        ],
        "curves": [
            _record(curve, runs, axes, metric, bands, by_error, vocabulary)
            | {
                "metric": i,
                "place": facets.index(axes[:2]),
                "method": methods.index(axes[2]),
                "name": names_by(select_facet(coverage, axes[:2]), vocabulary).method(axes[2]),
                "published": _published(published, axes, metric, facets[0][1]),
            }
            for i, metric in enumerate(metrics)
            for axes, curve in measured_curves(runs, metric).items()
        ],
        "names": _names(runs, vocabulary),
        "sliders": sliders,
        "start": start,
        "fewest_for_a_band": ENOUGH_FOR_A_BAND,
        "runs_left_out": len(runs) > MOST_RUNS,
    }


def _names(runs: pd.DataFrame, vocabulary: Vocabulary) -> dict[str, str]:
    """Return names in tables and what readers call them; a word for two things names neither."""
    methods, columns = dict.fromkeys(runs["method"]), (*vocabulary.plotted, *TIMES)
    names = {method: vocabulary.label_method(method) for method in methods}
    names |= {column: vocabulary.label_metric(column) for column in columns}
    names |= {name: add_spaces(name) for axis in ("data_set", "condition") for name in runs[axis]}
    counts = Counter(names.values())
    return {name: word for name, word in names.items() if word != name and counts[word] == 1}


def _place(facet: Facet, by_error: pd.DataFrame) -> Record:
    """Describe a data set and condition, and its estimand."""
    data_set, condition = map(add_spaces, facet)
    estimands = select_facet(by_error, facet)["estimand"].unique()
    said = say_estimand(estimands[0]) if len(estimands) == 1 else ""
    return {"data_set": data_set, "condition": condition, "estimand": said}


def _sliders(
    metrics: list[str],
    facets: list[Facet],
    methods: list[str],
    by_error: pd.DataFrame,
    answers: pd.DataFrame,
    coverage: pd.DataFrame,
    vocabulary: Vocabulary,
) -> tuple[list[Record], float | None]:
    """Collect the errors that can be chosen for every metric and place, and the one to begin with.

    At the first place, that is the smallest target error of the study with a clear answer, or else
    the smallest that a method is known to reach.
    """
    sliders: list[Record] = []
    starts: list[float | None] = []
    for i, metric in enumerate(metrics):
        marks = set(rows_of(answers, metric=metric)["target_error"])
        for j, facet in enumerate(facets):
            rows = select_facet(rows_of(by_error, metric=metric), facet)
            names = names_by(select_facet(coverage, facet), vocabulary)
            leads: dict[float, Lead] = {
                float(error): write_lead(here, metric, error, names)
                for error, here in rows.groupby("target_error")
            }
            own = {error: one for error, one in leads.items() if error in marks}
            sliders.append(
                {
                    "metric": i,
                    "place": j,
                    "errors": list(leads),
                    "marks": list(own),
                    "known": [one.known for one in leads.values()],
                    "sentences": [one.sentence for one in leads.values()],
                    "orders": [[methods.index(m) for m in one.order] for one in leads.values()],
                }
            )
            starts.append(_start(own or leads))
    return sliders, next(iter(starts), None)


def _start(leads: dict[float, Lead]) -> float | None:
    clear = [error for error, one in leads.items() if one.clear]
    known = [error for error, one in leads.items() if one.known]
    return min(clear or known, default=max(leads, default=None))


def _record(
    curve: MeasuredCurve,
    runs: pd.DataFrame,
    axes: tuple[str, str, str],
    metric: str,
    bands: pd.DataFrame,
    by_error: pd.DataFrame,
    vocabulary: Vocabulary,
) -> Record:
    """Return a curve: its means, fit and band, its answers, and its runs if there are few."""
    here = dict(zip(CURVE, axes, strict=True))
    band = rows_of(bands, metric=metric, **here)
    answers = rows_of(by_error, metric=metric, **here).sort_values("target_error")
    single = rows_of(select_completed(runs), **here)
    wanted = len(runs) <= MOST_RUNS or max(curve.counts) < ENOUGH_FOR_A_BAND
    return {
        "sizes": _numbers(curve.sizes, ANSWERED),
        "means": _numbers(np.exp(curve.means), ANSWERED),
        "counts": [int(count) for count in curve.counts],
        "band": [_numbers(band[c], ANSWERED) for c in ("size", "error", "low", "high")],
        "answers": [
            [*_numbers(row[:3], ANSWERED), row[3], without_unit(row[4], vocabulary)]
            for row in answers[["needed", "low", "high", "status", "short_answer"]].itertuples(
                index=False, name=None
            )
        ],
        "runs": [_numbers(single["size"], ANSWERED), _numbers(single[metric])] if wanted else [],
    }


def _published(
    published: pd.DataFrame, axes: tuple[str, str, str], metric: str, first_condition: str
) -> list[list[float | None]]:
    """Return the published sizes and errors of a method, for the first condition only."""
    data_set, condition, method = axes
    rows = rows_of(published, data_set=data_set, method=method, metric=metric)
    if condition != first_condition or rows.empty:
        return []
    return [_numbers(rows["size"], ANSWERED), _numbers(rows["value"])]


def _numbers(values: Iterable[float], digits: int = PLOTTED) -> list[float | None]:
    """Round numbers; those that are not finite become None, because JSON lacks them."""
    return [float(f"{value:.{digits}g}") if np.isfinite(value) else None for value in values]
