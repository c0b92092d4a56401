"""Plain sentences with numbers, built from the tables of a study."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pandas as pd

from unmixing.answers.statuses import (
    EXTRAPOLATED,
    FAR,
    FEWEST_SIZES,
    NOT_FITTED,
    ONE_SEED,
    REACHED,
    UNKNOWN,
)
from unmixing.evaluation.runs import completed
from unmixing.evaluation.tables import METRIC, rows_of
from unmixing.figures.facets import Facet, facet_label, facets_of, of_facet
from unmixing.figures.names import method_label

# Errors that differ by less, relatively, differ by the rounding of a computer alone.
SAME = 1e-9
MOST_NAMES = 6
# Shapes of curves, and what each means.
MISBEHAVIOURS = {
    "peaking": "rises significantly before it falls",
    "dipping": "ends significantly above an earlier size",
    "flat": "is flat: more labels bought nothing measurable",
}
# Columns that list sizes, what is few there, and what follows.
FLAGS = {
    "few_validation_pixels": (
        "Fewer than 10 pixels validate",
        "where a method chooses by them, it chooses by chance",
    ),
    "few_updates": (
        "A network makes fewer than 500 updates",
        "few labels and short training are told apart only by a control of fixed updates",
    ),
}


def pixels_needed(answers: pd.DataFrame, coverage: pd.DataFrame) -> dict[str, list[str]]:
    """Say for every target error which method needs the fewest labelled pixels: by place.

    Parameters
    ----------
    answers : errors are geometric means over seeds, as the fits are
    coverage : how many of the planned runs completed
    """
    return {
        place: [
            _needed(error, rows_of(here, target_error=error), _completion(coverage, facet))
            for error in sorted(here["target_error"].unique(), reverse=True)
        ]
        for place, facet, here in _places(answers)
    }


def best_methods(
    runs: pd.DataFrame, comparisons: pd.DataFrame, coverage: pd.DataFrame
) -> dict[str, list[str]]:
    """Say which method errs least at every size, and whether it may be luck.

    The measure is the geometric mean over seeds. Where an error is zero it is the median, for one
    zero would make such a mean zero.
    """
    compared = rows_of(comparisons, metric=METRIC)
    facets = facets_of(runs)
    return {
        facet_label(facet, facets): [
            _best(int(size), rows, of_facet(compared, facet), of_facet(coverage, facet))
            for size, rows in of_facet(runs, facet).groupby("n_train_pixels")
        ]
        for facet in facets
    }


def twice_the_labels(
    curves: pd.DataFrame, fits: pd.DataFrame, coverage: pd.DataFrame
) -> dict[str, list[str]]:
    """Say what the fits expect of twice the largest size, for the method they put first there.

    Curves of two sizes are left out: they end at the larger one.
    """
    fitted = fits[(fits["metric"] == METRIC) & (fits["n_sizes"] >= FEWEST_SIZES)]
    return {
        place: [
            _doubled(
                here[here["model"].isin(of_facet(fitted, facet)["model"])],
                _completion(coverage, facet),
            )
        ]
        for place, facet, here in _places(curves)
    }


def coverage_sentence(coverage: pd.DataFrame) -> str:
    """Say how many of the planned runs there are."""
    planned, completed, diverged, missing = coverage[
        ["planned", "completed", "diverged", "missing"]
    ].sum()
    return (
        f"{completed:,} of {planned:,} planned runs completed; {diverged:,} diverged and "
        f"{missing:,} are missing."
    )


def cautions(shapes: pd.DataFrame, audits: dict[str, pd.DataFrame]) -> list[str]:
    """Say what would mislead a reader: warnings of audits, and curves that misbehave or say little.

    Parameters
    ----------
    audits : scene -> its audit
    """
    shapes = rows_of(shapes, metric=METRIC)
    return [*_warnings(audits), *_misbehaviours(shapes), *_flags(shapes)]


def _warnings(audits: dict[str, pd.DataFrame]) -> Iterator[str]:
    for scene, audit in audits.items():
        for warning in audit["warning"].dropna():
            yield f"{scene.replace('_', ' ')}: {warning}"


def _misbehaviours(shapes: pd.DataFrame) -> Iterator[str]:
    for shape, words in MISBEHAVIOURS.items():
        curves = shapes[shapes["shape"].str.contains(shape)]
        if len(curves):
            yield f"The curve {words} for {_curves(curves)}."


def _flags(shapes: pd.DataFrame) -> Iterator[str]:
    for column, (words, meaning) in FLAGS.items():
        flagged = shapes[shapes[column].fillna("").astype(str) != ""]
        if len(flagged):
            yield f"{words} at the smallest sizes of {_curves(flagged)}: {meaning}."


def _places(table: pd.DataFrame) -> Iterator[tuple[str, Facet, pd.DataFrame]]:
    """Name every scene and condition, and find its rows of the first metric."""
    rows = rows_of(table, metric=METRIC)
    facets = facets_of(rows)
    for facet in facets:
        yield facet_label(facet, facets), facet, of_facet(rows, facet)


def _completion(coverage: pd.DataFrame, facet: Facet) -> pd.DataFrame:
    """Count the planned and the completed runs of each method of a place."""
    return _counts(of_facet(coverage, facet))


def _counts(coverage: pd.DataFrame) -> pd.DataFrame:
    return coverage.groupby("model")[["completed", "planned"]].sum()


def _mostly_failed(model: str, counts: pd.DataFrame) -> bool:
    """Whether less than half of the planned runs of a method completed."""
    if model not in counts.index:
        return False
    return bool(2 * counts.loc[model, "completed"] < counts.loc[model, "planned"])


def _name(model: str, counts: pd.DataFrame) -> str:
    """Name a method, and say how many of its planned runs completed unless all did."""
    completion = counts.reindex([model]).iloc[0]
    if not completion["completed"] < completion["planned"]:
        return method_label(model)
    return (
        f"{method_label(model)} ({completion['completed']:,.0f} of {completion['planned']:,.0f} "
        "runs completed)"
    )


def _names(models: Iterable[str], counts: pd.DataFrame) -> str:
    *others, last = [_name(model, counts) for model in models]
    return f"{', '.join(others)} and {last}" if others else last


def _needed(error: float, rows: pd.DataFrame, counts: pd.DataFrame) -> str:
    standings = pd.DataFrame(
        [_standing(row, counts) for _, row in rows.iterrows()], rows.index, ["failed", "tier", "at"]
    )
    standings = standings.sort_values(["failed", "tier", "at"], kind="stable")
    rows = rows.loc[standings.index]
    best = rows.iloc[0]
    # No smaller size is measured than that at which several may be there already.
    alike = rows["answer"] == best["answer"]
    start = f"Geometric-mean RMSE {error:g}: "
    if _is_known(best):
        alike |= (standings == standings.iloc[0]).all(axis=1)
        return f"{start}{_answers(rows[alike], counts)}.{_without_fit(rows[~alike], counts)}"
    failing = rows[rows.apply(_is_known, axis=1)]
    if len(failing):
        return (
            f"{start}no method that completed half of its runs is known to reach it. "
            f"Only {_answers(failing, counts)}."
        )
    first = "First would be " if best["status"] == UNKNOWN else ""
    said = f"{first}{_answers(rows[alike], counts)}."
    return f"{start}no method is known to reach it. {said[0].upper()}{said[1:]}"


def _answers(rows: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Say answers, each once with the methods that it is of."""
    return "; ".join(
        f"{_names(alike['model'], counts)}, {answer}"
        for answer, alike in rows.groupby("answer", sort=False)
    )


def _without_fit(rows: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Say of methods that no fit ranks where they were measured to reach the target."""
    measured = rows[(rows["status"] == NOT_FITTED) & np.isfinite(rows["measured_at"])]
    return f" Not ranked: {_answers(measured, counts)}." if len(measured) else ""


def _standing(answer: pd.Series, counts: pd.DataFrame) -> tuple[bool, int, float]:
    """Rank an answer: failing methods last, then by how well it is known, then by the pixels."""
    failed = _mostly_failed(answer["model"], counts)
    status, measured = answer["status"], np.isfinite(answer["measured_at"])
    if status == REACHED or (status == ONE_SEED and measured):
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
    fitted = answer["status"] in (REACHED, EXTRAPOLATED)
    return bool(fitted or near or np.isfinite(answer["measured_at"]))


def _seeds(count: int) -> str:
    return f"{count} seed" if count == 1 else f"{count} seeds"


def _best(size: int, runs: pd.DataFrame, comparisons: pd.DataFrame, coverage: pd.DataFrame) -> str:
    start = f"With {size:,} labelled pixels: "
    usable = completed(runs)
    usable = usable[np.isfinite(usable[METRIC])]
    if usable.empty:
        return f"{start}no run completed."
    counts = _counts(coverage[coverage["train_size"].isin(runs["train_size"])])
    measure, errors = _centres(usable)
    failed = errors.index.map(lambda model: _mostly_failed(model, counts))
    order = pd.DataFrame({"failed": failed, "error": errors}).sort_values(["failed", "error"])
    first, *others = order.index
    pairs = {other: _pair(comparisons, size, first, other) for other in others}
    equal = [
        other
        for other in others
        if order.loc[other, "failed"] == order.loc[first, "failed"]
        and (np.isclose(errors[other], errors[first], rtol=SAME, atol=0) or _all_tie(pairs[other]))
    ]
    seeds = usable["model"].value_counts()[[first, *equal]]
    each = " each" if equal and seeds.nunique() == 1 else ""
    said = (
        f"{start}{_names([first, *equal], counts)}, {measure} RMSE {errors[first]:.3g} over "
        f"{_seeds(seeds[first])}{each}"
    )
    after = [other for other in others if other not in equal]
    if not after:
        return f"{said}."
    return f"{said}; {_against(first, after[0], pairs[after[0]], counts, alone=not equal)}."


def _centres(usable: pd.DataFrame) -> tuple[str, pd.Series]:
    """Return what the errors of methods are ranked by, and its value for each."""
    by_model = usable.groupby("model", sort=False)[METRIC]
    if (usable[METRIC] == 0).any():
        return "median", by_model.median()
    return "geometric-mean", np.exp(np.log(usable[METRIC]).groupby(usable["model"]).mean())


def _pair(comparisons: pd.DataFrame, size: int, first: str, other: str) -> pd.Series | None:
    """Find the comparison of two methods, with the `wins` and `losses` of the first."""
    at_size = rows_of(comparisons, n_train_pixels=size)
    found = rows_of(at_size, model_a=first, model_b=other)
    if len(found):
        return found.iloc[0]
    found = rows_of(at_size, model_a=other, model_b=first)
    return found.iloc[0].rename({"wins": "losses", "losses": "wins"}) if len(found) else None


def _all_tie(pair: pd.Series | None) -> bool:
    return pair is not None and pair["n_pairs"] > 0 and pair["ties"] == pair["n_pairs"]


def _against(
    first: str, second: str, pair: pd.Series | None, counts: pd.DataFrame, alone: bool
) -> str:
    """Say how the first method stands against the next, by the seeds that both completed."""
    name = _name(second, counts)
    if pair is None:
        return f"next is {name}"
    if pair["n_pairs"] == 0:
        return f"next is {name}, on no common seed"
    ties = f" and ties {pair['ties']}" if pair["ties"] else ""
    if pair["verdict"] == f"{second} better":
        return (
            f"but {name} errs less on {pair['losses']}{ties} of {_seeds(pair['n_pairs'])}, so "
            "which is better depends on the measure"
        )
    verdict = pair["verdict"].replace(f"{first} better", f"{method_label(first)} better")
    subject = "it" if alone else method_label(first)
    return (
        f"against the next, {name}, {subject} wins {pair['wins']}{ties} of "
        f"{_seeds(pair['n_pairs'])}: {verdict}"
    )


def _doubled(curves: pd.DataFrame, counts: pd.DataFrame) -> str:
    if curves.empty:
        return "No method was run at three sizes, so nothing is said of more labels."
    ends = curves.groupby("model", sort=False).tail(1)
    ends = ends.assign(
        failed=ends["model"].map(lambda model: _mostly_failed(model, counts)),
        open=ends["low"].isna(),
        reach=-ends["n_train_pixels"],
    )
    standing = ["failed", "open", "reach", "error"]
    ends = ends.sort_values(standing)
    end = ends.iloc[0]
    alike = ends[
        (ends[standing[:-1]] == end[standing[:-1]]).all(axis=1)
        & np.isclose(ends["error"], end["error"], rtol=SAME, atol=0)
    ]
    curve = rows_of(curves, model=end["model"])
    largest = end["n_train_pixels"] / 2
    now = curve.iloc[(curve["n_train_pixels"] - largest).abs().argmin()]
    return (
        f"With {2 * largest:,.0f} labelled pixels instead of {largest:,.0f}, the fit of "
        f"{_names(alike['model'], counts)} expects a geometric-mean RMSE of "
        f"{end['error']:.3g}{_band(end)} instead of {now['error']:.3g}."
    )


def _band(end: pd.Series) -> str:
    """Say a band with its lower end rounded down and its upper end up, to three digits."""
    if pd.isna(end["low"]):
        return " (one run at a size, so without a band)"
    low, high = _three_digits(end["low"], np.floor), _three_digits(end["high"], np.ceil)
    return f" (95 % band {low:.3g} to {high:.3g})"


def _three_digits(value: float, rounding: Callable[[float], float]) -> float:
    step = 10.0 ** (np.floor(np.log10(value)) - 2)
    return rounding(value / step) * step


def _curves(rows: pd.DataFrame) -> str:
    """List methods by scene, six at most of each."""
    scenes = []
    for scene, models in rows.groupby("scene", sort=False)["model"]:
        names = list(dict.fromkeys(method_label(model) for model in models))
        left_out = len(names) - MOST_NAMES
        more = f" and {left_out} more" if left_out > 0 else ""
        scenes.append(f"{scene.replace('_', ' ')} ({', '.join(names[:MOST_NAMES])}{more})")
    return "; ".join(scenes)
