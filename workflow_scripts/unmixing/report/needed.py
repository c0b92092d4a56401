"""Sentences about the labelled pixels that target errors need."""

import numpy as np
import pandas as pd

from unmixing.answers.statuses import (
    EXTRAPOLATED,
    FAR,
    INTERPOLATED,
    NOT_FITTED,
    ONE_SEED,
    REACHED,
    UNKNOWN,
)
from unmixing.evaluation.significance import LEVEL
from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.facets import of_facet
from unmixing.figures.names import method_label
from unmixing.report.naming import completion, mostly_failed, name, names, percent, places


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
    order = ["failed", "tier", "at"]
    of_rows = [_standing(row, of_models) for _, row in rows.iterrows()]
    standings = pd.DataFrame(of_rows, rows.index, order).sort_values(order, kind="stable")
    rows = rows.loc[standings.index]
    best = rows.iloc[0]
    # No smaller size is measured than that at which several may be there already.
    alike = rows["answer"] == best["answer"]
    start = f"Geometric-mean RMSE {error:g}: "
    if _is_known(best):
        alike |= (standings == standings.iloc[0]).all(axis=1)
        said = _first(rows, alike, fewest, of_models)
        return f"{start}{said}{_without_fit(rows[~alike], of_models)}"
    failing = rows[rows.apply(_is_known, axis=1)]
    if len(failing):
        return (
            f"{start}no method that completed half of its runs is known to reach it. "
            f"Only {_answers(failing, of_models)}."
        )
    first = "First would be " if best["status"] == UNKNOWN else ""
    said = f"{first}{_answers(rows[alike], of_models)}."
    return f"{start}no method is known to reach it. {said[0].upper()}{said[1:]}"


def _first(
    rows: pd.DataFrame, alike: pd.Series, fewest: pd.DataFrame, of_models: pd.DataFrame
) -> str:
    """Say which methods need the fewest, with those that may as well, or the next one."""
    able = [model for model in fewest.index if not mostly_failed(model, of_models)]
    shares = fewest.loc[able, "probability_first"]
    group = list(rows.loc[alike, "model"])
    inside = [model for model in group if model in shares.index]
    certain = shares[inside].sum()
    rivals = []
    if inside:
        for model, share in shares.drop(inside).sort_values(ascending=False).items():
            if certain >= 1 - LEVEL or share == 0:
                break
            rivals.append(model)
            certain += share
    of_runs = _nine_of_ten(rows[alike])
    if not rivals:
        said = f"{_answers(rows[alike], of_models)}."
        return f"{said}{_next(fewest.loc[able], group, of_models)}{of_runs}"
    named = [*group, *rivals]
    odds = ", ".join(
        f"{method_label(model)} {percent(shares[model])}" for model in [*inside, *rivals]
    )
    answers = _answers(rows[rows["model"].isin(named)], of_models)
    choice = " or ".join(name(model, of_models) for model in named)
    return f"{choice} (probability of needing the fewest: {odds}). {_sentence(answers)}{of_runs}"


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
        for answer, alike in rows.groupby("answer", sort=False)
    )


def _without_fit(rows: pd.DataFrame, of_models: pd.DataFrame) -> str:
    """Say of methods that no fit ranks where they were measured to reach the target."""
    measured = rows[(rows["status"] == NOT_FITTED) & np.isfinite(rows["measured_at"])]
    return f" Not ranked: {_answers(measured, of_models)}." if len(measured) else ""


def _standing(answer: pd.Series, of_models: pd.DataFrame) -> tuple[bool, int, float]:
    """Rank an answer: failing methods last, then by how well it is known, then by the pixels."""
    failed = mostly_failed(answer["model"], of_models)
    status, measured = answer["status"], np.isfinite(answer["measured_at"])
    inside = status == INTERPOLATED and np.isfinite(answer["needed"])
    if status == REACHED or inside or (status == ONE_SEED and measured):
        return failed, int(status == ONE_SEED), answer["needed"]
    if measured:
        return failed, int(answer["n_seeds"] == 1), answer["measured_at"]
    if status == EXTRAPOLATED:
        return failed, 2, answer["needed"]
    if status == UNKNOWN:
        return failed, 3, answer["low"]
    return failed, (4 if _is_known(answer) else 5), answer["needed"]


def _is_known(answer: pd.Series) -> bool:
    """Whether an answer says that the target is reached, not too far beyond the data."""
    near = answer["status"] == ONE_SEED and answer["factor"] <= FAR
    joined = answer["status"] == INTERPOLATED and np.isfinite(answer["needed"])
    fitted = answer["status"] in (REACHED, EXTRAPOLATED)
    return bool(fitted or joined or near or np.isfinite(answer["measured_at"]))
