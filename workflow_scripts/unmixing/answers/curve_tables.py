"""The tables of fitted curves: their constants, their bands, and the labelled pixels needed."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from unmixing.answers.answered_curves import AnsweredCurve, BareCurve, answered
from unmixing.answers.enough_seeds import seeds_for_stray_runs
from unmixing.answers.estimand import estimand_of
from unmixing.answers.explored_errors import explored_errors
from unmixing.answers.fewest_pixels import COLUMNS as OF_FEWEST
from unmixing.answers.fewest_pixels import fewest_pixels
from unmixing.answers.measured_curves import measured_curves
from unmixing.answers.nine_of_ten import (
    NineOfTen,
    Outcomes,
    nine_of_ten,
    nine_of_ten_sentence,
    outcomes_of,
)
from unmixing.answers.resampling import DRAWS
from unmixing.answers.sample_size_sentences import sentence, short_sentence
from unmixing.answers.sample_sizes import SampleSize
from unmixing.evaluation.tables import CURVE, PLACE

KEYS = [*CURVE, "metric"]
FIT_COLUMNS = [
    *KEYS,
    "family",
    "formula",
    "n_sizes",
    "n_seeds",
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
BAND_COLUMNS = [*KEYS, "n_train_pixels", "error", "low", "high", "estimand"]
ANSWER_COLUMNS = [
    *KEYS,
    "target_error",
    "n_seeds",
    "seeds_for_stray_runs",
    *SampleSize._fields,
    "answer",
    "high_if_first",
    "answer_if_first",
    *NineOfTen._fields,
    "nine_of_ten_answer",
    "estimand",
]
FEWEST_COLUMNS = [*PLACE, "metric", "target_error", *OF_FEWEST, "estimand"]
BY_ERROR_COLUMNS = [
    *KEYS,
    "target_error",
    "n_seeds",
    "seeds_for_stray_runs",
    *SampleSize._fields,
    "probability_first",
    "answer",
    "short_answer",
    "high_if_first",
    "short_answer_if_first",
    "estimand",
]


class CurveTables(NamedTuple):
    """What the curves of one metric say.

    Attributes
    ----------
    fits : a row a family (and `average`, `last1`) of a curve: its constants, `chi_square`,
        `weight`, `saturated` (as many parameters as sizes), `held_out_error` (rms log error at the
        largest third of the sizes, predicted from the others), `misfit`, `note`
    bands : the averaged curve at sizes up to twice the largest: `error`, `low`, `high`
    answers : a row a target error: see `SampleSize` and `NineOfTen`, and a sentence for each;
        target errors are geometric means over seeds, as the fits are; `high_if_first` is the upper
        end of an interval that holds for the method picked as the first of its place;
        `seeds_for_stray_runs`: how many an interval takes where runs went astray and seeds are few
    fewest : a row a target error and method: see `fewest_pixels`
    by_error : as `answers` and `fewest`, at the errors of `explored_errors`; `short_answer` leaves
        out what was measured
    """

    fits: pd.DataFrame
    bands: pd.DataFrame
    answers: pd.DataFrame
    fewest: pd.DataFrame
    by_error: pd.DataFrame


def curve_tables(
    runs: pd.DataFrame, metric: str, targets: Iterable[float], draws: int = DRAWS
) -> CurveTables:
    """Answer all curves of one metric, for all target errors."""
    measured, targets = measured_curves(runs, metric), list(targets)
    curves = {axes: answered(curve, draws) for axes, curve in measured.items()}
    outcomes, errors = outcomes_of(runs, metric), explored_errors(measured, targets)
    compared = Counter(axes[:2] for axes, curve in curves.items() if curve.is_drawn)
    places = {axes[:2]: estimand_of(curve.regions) for axes, curve in measured.items()}
    heads = {
        axes: dict(zip(CURVE, axes, strict=True))
        | {"metric": metric, "estimand": estimand_of(curve.measured_regions)}
        for axes, curve in measured.items()
    }
    fits = [heads[axes] | row for axes, curve in curves.items() for row in curve.rows()]
    bands = [
        band.assign(**heads[axes])
        for axes, curve in curves.items()
        if (band := curve.band()) is not None
    ]
    answers = {
        (axes, error): heads[axes] | _answer(curve, outcomes[axes], error, compared[axes[:2]])
        for axes, curve in curves.items()
        for error in errors[axes[0]]
    }
    fewest = {
        (place, error): _fewest(curves, place, error).assign(
            **dict(zip(PLACE, place, strict=True)),
            metric=metric,
            target_error=error,
            estimand=estimand,
        )
        for place, estimand in places.items()
        for error in errors[place[0]]
    }
    return CurveTables(
        _laid_out(pd.DataFrame(fits), FIT_COLUMNS),
        _laid_out(_joined(bands), BAND_COLUMNS),
        _laid_out(
            pd.DataFrame([answers[axes, error] for axes in curves for error in targets]),
            ANSWER_COLUMNS,
        ),
        _laid_out(
            _joined(fewest[place, error] for place in places for error in targets), FEWEST_COLUMNS
        ),
        _with_probabilities(pd.DataFrame(answers.values()), _joined(fewest.values())),
    )


def _joined(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    filled = [table for table in tables if len(table)]
    return pd.concat(filled) if filled else pd.DataFrame()


def _with_probabilities(answers: pd.DataFrame, fewest: pd.DataFrame) -> pd.DataFrame:
    """Add to answers how probable it is that the method needs the fewest."""
    axes = [*KEYS, "target_error"]
    answers, fewest = answers.reindex(columns=BY_ERROR_COLUMNS), _laid_out(fewest, FEWEST_COLUMNS)
    probabilities = fewest.set_index(axes)["probability_first"]
    keys = pd.MultiIndex.from_frame(answers[axes])
    return _laid_out(
        answers.assign(probability_first=probabilities.reindex(keys).to_numpy()), BY_ERROR_COLUMNS
    )


def _laid_out(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return table.reindex(columns=columns).reset_index(drop=True)


def _answer(
    answered_curve: AnsweredCurve, outcomes: Outcomes, error: float, compared: int
) -> dict[str, Any]:
    """Answer one target error for a method of a place where so many are compared."""
    curve, picked_from = answered_curve.curve, max(compared, 1)
    answer, first = answered_curve.answer(error), answered_curve.answer(error, picked_from)
    reason = ""
    if isinstance(answered_curve, BareCurve):
        reason = f"; not fitted, for {answered_curve.reason}"
    of_runs = nine_of_ten(outcomes, error)
    return {
        "target_error": error,
        "n_seeds": curve.n_seeds,
        "seeds_for_stray_runs": seeds_for_stray_runs(curve),
        **answer._asdict(),
        "answer": f"{sentence(answer, curve)}{reason}",
        "short_answer": short_sentence(answer, curve),
        "high_if_first": first.high,
        "answer_if_first": f"{sentence(first, curve, picked_from)}{reason}",
        "short_answer_if_first": short_sentence(first, curve, picked_from),
        **of_runs._asdict(),
        "nine_of_ten_answer": nine_of_ten_sentence(of_runs, outcomes, error),
    }


def _fewest(
    curves: dict[tuple[str, str, str], AnsweredCurve], place: tuple[str, str], error: float
) -> pd.DataFrame:
    """Compare what the methods of a place need for one target error."""
    needed = {axes[2]: curve.needed(error) for axes, curve in curves.items() if axes[:2] == place}
    return fewest_pixels({model: sizes for model, sizes in needed.items() if sizes is not None})
