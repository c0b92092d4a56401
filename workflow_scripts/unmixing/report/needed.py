"""Sentences about the labelled pixels that target errors need."""

import numpy as np
import pandas as pd

from unmixing.answers.statuses import NOT_FITTED, UNKNOWN
from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.facets import of_facet
from unmixing.figures.names import method_label
from unmixing.report.naming import completion, mostly_failed, name, names, percent, places, scene_of
from unmixing.report.standing import is_known, measured_with_fewer, ranked, rivals, stray_runs


def pixels_needed(
    answers: pd.DataFrame, fewest: pd.DataFrame, coverage: pd.DataFrame
) -> dict[str, list[str]]:
    """Say for every target error which method needs the fewest labelled pixels: by place.

    Parameters
    ----------
    answers : errors are geometric means over seeds, as the fits are
    fewest : how often each method is first
    coverage : how many of the planned runs completed
    """
    firsts = rows_of(fewest, metric=METRIC)
    return {
        place: [
            _needed(
                error,
                rows_of(here, target_error=error),
                rows_of(of_facet(firsts, facet), target_error=error).set_index("model"),
                completion(coverage, facet),
            )
            for error in sorted(here["target_error"].unique(), reverse=True)
        ]
        for place, facet, here in places(answers)
    }


def _needed(error: float, rows: pd.DataFrame, fewest: pd.DataFrame, of_models: pd.DataFrame) -> str:
    rows, alike = ranked(rows, of_models)
    best = rows.iloc[0]
    start = f"Geometric-mean RMSE {error:g} on {scene_of(best)}: "
    if is_known(best) and not mostly_failed(best["model"], of_models):
        others = measured_with_fewer(rows, alike, of_models)
        said = _first(rows, alike, fewest, others, of_models)
        rest = rows[~alike & ~rows["model"].isin(others)]
        return f"{start}{said}{_without_fit(rest, of_models)}"
    failing = rows[rows.apply(is_known, axis=1)]
    if len(failing):
        return (
            f"{start}no method that completed half of its runs is known to reach it. "
            f"Only {_answers(failing, of_models)}."
        )
    return f"{start}no method is known to reach it. {_may_reach(rows, alike, of_models)}"


def _may_reach(rows: pd.DataFrame, alike: pd.Series, of_models: pd.DataFrame) -> str:
    """Say of a target that no method is known to reach, which may with more labelled pixels."""
    unknown = rows[rows["status"] == UNKNOWN]
    if len(unknown) > 1:
        # Their lower ends do not rank them: the least sure fits have the lowest.
        which = names(unknown["model"], of_models)
        return _sentence(f"{which} may, with more than were measured")
    first = "First would be " if len(unknown) else ""
    return _sentence(f"{first}{_answers(rows[alike], of_models)}")


def _first(
    rows: pd.DataFrame,
    alike: pd.Series,
    fewest: pd.DataFrame,
    without_draws: list[str],
    of_models: pd.DataFrame,
) -> str:
    """Say which methods need the fewest, with those that may as well, or the next one."""
    able = [model for model in fewest.index if not mostly_failed(model, of_models)]
    shares = fewest.loc[able, "probability_first"]
    group = list(rows.loc[alike, "model"])
    others = rivals(group, shares)
    of_runs = _nine_of_ten(rows[alike])
    if not others and not without_draws:
        said = f"{_answers(rows[alike], of_models)}.{stray_runs(rows[alike])}"
        return f"{said}{_next(fewest.loc[able], group, of_models)}{of_runs}"
    inside = [model for model in group if model in shares.index]
    named = [*group, *others, *without_draws]
    odds = ", ".join(
        f"{method_label(model)} {percent(shares[model])}" for model in [*inside, *others]
    )
    odds = f" (probability of needing the fewest: {odds})" if odds else ""
    chosen = rows[rows["model"].isin(named)]
    answers, stray = _answers(chosen, of_models), stray_runs(chosen)
    choice = " or ".join(name(model, of_models) for model in named)
    return f"{choice}{odds}. {_sentence(answers)}{stray}{of_runs}"


def _next(fewest: pd.DataFrame, named: list[str], of_models: pd.DataFrame) -> str:
    """Say how many times as many labelled pixels the next method needs."""
    others = fewest[fewest["first"].isin(named) & ~fewest.index.isin(named)]
    # A ratio that may be one, or lies beyond the measured sizes, says nothing.
    least = others["ratio_low"].astype(float)
    others = others[np.isfinite(least) & (least > 1)].sort_values(["ratio", "ratio_low"])
    if others.empty:
        return ""
    row = others.iloc[0]
    start = f" Next is {name(str(others.index[0]), of_models)}, with"
    if not np.isfinite(row["ratio_high"]):
        return f"{start} at least {row['ratio_low']:.2g} times as many."
    interval = f"{row['ratio_low']:.2g} to {row['ratio_high']:.2g}"
    return f"{start} {row['ratio']:.2g} times as many (95 % interval {interval})."


def _nine_of_ten(rows: pd.DataFrame) -> str:
    """Say with how many labelled pixels nine of ten runs of a method reach the target."""
    row = rows.iloc[0]
    return f" Single runs of {method_label(row['model'])}: {row['nine_of_ten_answer']}."


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _answers(rows: pd.DataFrame, of_models: pd.DataFrame) -> str:
    """Say answers, each once with the methods that it is of."""
    return "; ".join(
        f"{names(alike['model'], of_models)}, {answer}"
        for answer, alike in rows.groupby("answer_if_first", sort=False)
    )


def _without_fit(rows: pd.DataFrame, of_models: pd.DataFrame) -> str:
    """Say of methods that no fit ranks where they were measured to reach the target."""
    measured = rows[(rows["status"] == NOT_FITTED) & np.isfinite(rows["measured_at"])]
    return f" Not ranked: {_answers(measured, of_models)}." if len(measured) else ""
