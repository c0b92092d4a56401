"""The tables of fitted curves: constants, bands, and the training samples needed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from learning_curves.answers.answered_curves import AnsweredCurve, BareCurve, answered
from learning_curves.answers.assurance import (
    ASSURANCE,
    Assured,
    Outcomes,
    assured_sentence,
    collect_outcomes,
    find_assured,
)
from learning_curves.answers.enough_repetitions import repetitions_for_outliers
from learning_curves.answers.estimand import describe_estimand
from learning_curves.answers.explored_errors import explored_errors
from learning_curves.answers.fewest_needed import COLUMNS as OF_FEWEST
from learning_curves.answers.fewest_needed import fewest_needed
from learning_curves.answers.measured_curves import Curves, default_targets, measured_curves
from learning_curves.answers.resampling import DRAWS
from learning_curves.answers.sample_size_sentences import sentence, short_sentence
from learning_curves.answers.sample_sizes import SampleSize
from learning_curves.columns import CURVE, PLACE
from learning_curves.forks import map_in_forks
from learning_curves.vocabulary import Vocabulary

# Curve and error -> its row; place and error -> rows of its methods.
Answers: TypeAlias = dict[tuple[tuple[str, str, str], float], dict[str, Any]]
Fewest: TypeAlias = dict[tuple[tuple[str, str], float], pd.DataFrame]
KEYS = [*CURVE, "metric"]
FIT_COLUMNS = [
    *KEYS,
    "family",
    "formula",
    "n_sizes",
    "n_repetitions",
    "a",
    "b",
    "c",
    "d",
    "chi_square",
    "weight",
    "saturated",
    "misfit",
    "held_out_error",
    "note",
    "estimand",
]
BAND_COLUMNS = [*KEYS, "size", "error", "low", "high", "estimand"]
ANSWER_COLUMNS = [
    *KEYS,
    "target_error",
    "n_repetitions",
    "repetitions_for_outliers",
    *SampleSize._fields,
    "answer",
    "high_if_first",
    "assurance",
    *Assured._fields,
    "assured_answer",
    "estimand",
]
FEWEST_COLUMNS = [*PLACE, "metric", "target_error", *OF_FEWEST, "estimand"]
BY_ERROR_COLUMNS = [
    *KEYS,
    "target_error",
    "n_repetitions",
    "repetitions_for_outliers",
    *SampleSize._fields,
    *OF_FEWEST[1:],
    "short_answer",
    "high_if_first",
    "short_answer_if_first",
    "estimand",
]


def learning_curve_tables(
    runs: pd.DataFrame,
    targets: Sequence[float],
    assurance: float,
    processes: int,
    vocabulary: Vocabulary,
) -> tuple[pd.DataFrame, ...]:
    """Answer every error of a study: see `CurveTables`.

    Parameters
    ----------
    targets : Sequence[float]
        Target errors for the first metric; if empty, and for other metrics, round ones that the
        curves reach.
    assurance : float
        The share of runs that is to reach a target error, for those who train once.
    processes : int
        How many errors are answered at a time.
    """
    answer = partial(_answer_metric, runs, targets, assurance, vocabulary)
    of_errors = map_in_forks(answer, vocabulary.errors, processes)
    return tuple(pd.concat(parts, ignore_index=True) for parts in zip(*of_errors, strict=True))


class CurveTables(NamedTuple):
    """The tables of the curves of one metric.

    Attributes
    ----------
    fits : DataFrame
        One row per family (and `average`, `last1`) of a curve: its constants, `chi_square`,
        `weight`, `saturated` (as many parameters as sizes), `held_out_error` (rms log error at the
        largest third of the sizes, predicted from the others), `misfit`, `note`.
    bands : DataFrame
        The averaged curve at sizes up to twice the largest: `error`, `low`, `high`.
    answers : DataFrame
        One row per target error: see `SampleSize` and `Assured`, and a sentence for each. Target
        errors are geometric means over repetitions, like the fits. `high_if_first` is the upper end
        of an interval that also holds for the method picked as the first of its place;
        `repetitions_for_outliers`: how many repetitions an interval needs, if there are outliers
        and too few repetitions.
    fewest : DataFrame
        One row per target error and method: see `fewest_needed`.
    by_error : DataFrame
        Like `answers` and `fewest` joined, at the errors of `explored_errors`. `short_answer`
        leaves out what was measured; `short_answer_if_first` has the interval of the method picked.
    """

    fits: pd.DataFrame
    bands: pd.DataFrame
    answers: pd.DataFrame
    fewest: pd.DataFrame
    by_error: pd.DataFrame


class AnsweredCurves(NamedTuple):
    """The curves of one error, and the first columns of their rows.

    Attributes
    ----------
    measured, curves : Curves, dict[tuple[str, str, str], AnsweredCurve]
        The curves as measured, and as answered.
    outcomes : dict[tuple[str, str, str], Outcomes]
        Their runs, failed ones included.
    heads : dict[tuple[str, str, str], dict[str, Any]]
        The axes of each curve, the metric, and the estimand.
    places : dict[tuple[str, str], str]
        Data set and condition -> the estimand of their answers.
    assurance : float
        The share of runs that is to reach an error, for those who train once.
    """

    measured: Curves
    curves: dict[tuple[str, str, str], AnsweredCurve]
    outcomes: dict[tuple[str, str, str], Outcomes]
    heads: dict[tuple[str, str, str], dict[str, Any]]
    places: dict[tuple[str, str], str]
    assurance: float


def answer_curves(
    runs: pd.DataFrame,
    metric: str,
    vocabulary: Vocabulary,
    draws: int = DRAWS,
    assurance: float = ASSURANCE,
) -> AnsweredCurves:
    """Fit or join every curve of one error."""
    measured = measured_curves(runs, metric)
    return AnsweredCurves(
        measured,
        {axes: answered(curve, draws) for axes, curve in measured.items()},
        collect_outcomes(runs, metric),
        {
            axes: dict(zip(CURVE, axes, strict=True))
            | {
                "metric": metric,
                "estimand": describe_estimand(curve.measured_regions, vocabulary, curve.groups),
            }
            for axes, curve in measured.items()
        },
        {
            axes[:2]: describe_estimand(curve.regions, vocabulary, curve.groups)
            for axes, curve in measured.items()
        },
        assurance,
    )


def curve_tables(
    runs: pd.DataFrame,
    metric: str,
    targets: Iterable[float],
    vocabulary: Vocabulary,
    draws: int = DRAWS,
    assurance: float = ASSURANCE,
) -> CurveTables:
    """Answer all curves of one metric, for all target errors."""
    of, targets = answer_curves(runs, metric, vocabulary, draws, assurance), list(targets)
    errors = explored_errors(of.measured, targets)
    fits = [of.heads[axes] | row for axes, curve in of.curves.items() for row in curve.rows()]
    bands = [
        band.assign(**of.heads[axes])
        for axes, curve in of.curves.items()
        if (band := curve.band()) is not None
    ]
    answers, fewest = answers_at(of, errors, vocabulary), fewest_at(of, errors)
    return CurveTables(
        _laid_out(pd.DataFrame(fits), FIT_COLUMNS),
        _laid_out(_joined(bands), BAND_COLUMNS),
        _laid_out(
            pd.DataFrame([answers[axes, error] for axes in of.curves for error in targets]),
            ANSWER_COLUMNS,
        ),
        _laid_out(
            _joined(fewest[place, error] for place in of.places for error in targets),
            FEWEST_COLUMNS,
        ),
        _by_error(answers, fewest),
    )


def _answer_metric(
    runs: pd.DataFrame,
    targets: Sequence[float],
    assurance: float,
    vocabulary: Vocabulary,
    metric: str,
) -> CurveTables:
    named = targets if metric == vocabulary.error else ()
    wanted = named or default_targets(measured_curves(runs, metric))
    return curve_tables(runs, metric, wanted, vocabulary, assurance=assurance)


def target_tables(
    runs: pd.DataFrame, metric: str, targets: Sequence[float], vocabulary: Vocabulary
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answer target errors alone: `answers` and `by_error` of `CurveTables`."""
    of = answer_curves(runs, metric, vocabulary)
    errors = {data_set: list(targets) for data_set, _ in of.places}
    answers, fewest = answers_at(of, errors, vocabulary), fewest_at(of, errors)
    return (
        _laid_out(pd.DataFrame(answers.values()), ANSWER_COLUMNS),
        _by_error(answers, fewest),
    )


def answers_at(
    of: AnsweredCurves, errors: Mapping[str, Iterable[float]], vocabulary: Vocabulary
) -> Answers:
    """Answer errors, by data set, of every curve: curve and error -> row."""
    compared = Counter(axes[:2] for axes, curve in of.curves.items() if curve.is_drawn)
    return {
        (axes, error): of.heads[axes]
        | _answer(curve, error, compared[axes[:2]], vocabulary)
        | _assure(of.outcomes[axes], error, of.assurance, vocabulary)
        for axes, curve in of.curves.items()
        for error in errors[axes[0]]
    }


def fewest_at(of: AnsweredCurves, errors: Mapping[str, Iterable[float]]) -> Fewest:
    """Compare what methods need for errors, by data set: place and error -> rows."""
    return {
        (place, error): _fewest(of.curves, place, error).assign(
            **dict(zip(PLACE, place, strict=True)),
            metric=next(iter(of.heads.values()))["metric"],
            target_error=error,
            estimand=estimand,
        )
        for place, estimand in of.places.items()
        for error in errors[place[0]]
    }


def _joined(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled) if filled else pd.DataFrame()


def _by_error(answers: Answers, fewest: Fewest) -> pd.DataFrame:
    """Join what methods need with how they compare."""
    axes = [*KEYS, "target_error"]
    compared = _laid_out(_joined(fewest.values()), [*axes, *OF_FEWEST[1:]])
    own = [name for name in BY_ERROR_COLUMNS if name not in compared]
    of_methods = pd.DataFrame(answers.values()).reindex(columns=[*axes, *own])
    return _laid_out(of_methods.merge(compared, on=axes, how="left"), BY_ERROR_COLUMNS)


def _laid_out(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return table.reindex(columns=columns).reset_index(drop=True)


def _answer(
    answered_curve: AnsweredCurve, error: float, compared: int, vocabulary: Vocabulary
) -> dict[str, Any]:
    """Answer one target error for a method; `compared` is the number of methods of its place."""
    curve, picked_from = answered_curve.curve, max(compared, 1)
    answer, first = answered_curve.answer(error), answered_curve.answer(error, picked_from)
    reason = ""
    if isinstance(answered_curve, BareCurve):
        reason = f"; not fitted, for {answered_curve.reason}"
    return {
        "target_error": error,
        "n_repetitions": curve.n_repetitions,
        "repetitions_for_outliers": repetitions_for_outliers(curve),
        **answer._asdict(),
        "answer": f"{sentence(answer, curve, vocabulary)}{reason}",
        "short_answer": short_sentence(answer, curve, vocabulary),
        "high_if_first": first.high,
        "short_answer_if_first": short_sentence(first, curve, vocabulary),
    }


def _assure(
    outcomes: Outcomes, error: float, assurance: float, vocabulary: Vocabulary
) -> dict[str, Any]:
    """Say with how many training samples most runs of a method reach a target error."""
    answer = find_assured(outcomes, error, assurance)
    said = assured_sentence(answer, outcomes, error, vocabulary, assurance)
    return {"assurance": assurance, **answer._asdict(), "assured_answer": said}


def _fewest(
    curves: dict[tuple[str, str, str], AnsweredCurve], place: tuple[str, str], error: float
) -> pd.DataFrame:
    """Compare what the methods of a place need for one target error."""
    needed = {axes[2]: curve.needed(error) for axes, curve in curves.items() if axes[:2] == place}
    return fewest_needed({method: sizes for method, sizes in needed.items() if sizes is not None})
