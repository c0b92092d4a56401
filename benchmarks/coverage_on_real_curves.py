"""How often intervals for needed sizes cover the true value on measured learning curves.

python benchmarks/coverage_on_real_curves.py ROWS.csv [--data-sets 248] [--draws 300]

The curves come from the package `lcdb` (pip install --no-deps lcdb==0.1.0). For each data set, four
learners are drawn, and answers come from some of the repeats and of the smallest sizes. The rows of
each data set are added to ROWS.csv at once.
"""

import argparse
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from real_curves import (
    FEWEST_REPEATS,
    RealCurve,
    Truth,
    paired_curves,
    read_errors,
    resampled_truths,
    tables_of,
    truth_to_judge_by,
)

from learning_curves.answers.answered_curves import AnsweredCurve, answered
from learning_curves.answers.curve_shapes import FLAT, notable_rise
from learning_curves.answers.fewest_needed import fewest_needed
from learning_curves.answers.measured_curves import MeasuredCurve
from learning_curves.significance import INTERVAL

LEARNERS = 4
# Used if a curve has twice as many.
REPEATS = (3, 5, 10, 30)
# Every size of a data set, or every other; sizes grow by a factor of 1.4.
STEPS = (1, 2)
COUNTS = (4, 8)
TRUTHS = 200
TARGETS_INSIDE = 4
# Place of the target, in multiples of the largest size given.
BEYOND = {"up to twice": (1.0, 2.0), "beyond": (2.0, 4.0)}
SURE = 0.95
SPREADS = (0, 0.1, 0.2, 0.4, np.inf)
# A curve levels off if less than this share of its fall is in the upper half of its sizes.
LEVELS_OFF = 0.2


class Study(NamedTuple):
    """What is asked of one data set: some repeats and sizes of some learners."""

    curves: dict[str, RealCurve]
    sizes: np.ndarray
    given: np.ndarray
    draws: int


def draw_sizes(sizes: np.ndarray, generator: np.random.Generator) -> np.ndarray | None:
    """Draw the sizes of a study, up to half of the largest measured size."""
    step = int(generator.choice(STEPS))
    known = sizes[sizes <= sizes[-1] / 2][::step]
    most = min(len(known), COUNTS[1])
    if most < COUNTS[0]:
        return None
    count = int(generator.integers(COUNTS[0], most + 1))
    start = int(generator.integers(len(known) - count + 1))
    return known[start : start + count]


def studies(runs: pd.DataFrame, draws: int, generator: np.random.Generator) -> list[Study]:
    """Draw the studies of one data set: the same learners and sizes, with more and more repeats."""
    tables = tables_of(runs)
    if len(tables) < LEARNERS:
        return []
    chosen = generator.choice(sorted(tables), LEARNERS, replace=False)
    curves = paired_curves({str(learner): tables[learner] for learner in chosen})
    repeats = len(next(iter(curves.values())).log_errors)
    sizes = draw_sizes(min((curve.sizes for curve in curves.values()), key=len), generator)
    if repeats < FEWEST_REPEATS or sizes is None:
        return []
    since = {learner: curve.since(sizes[0]) for learner, curve in curves.items()}
    order = generator.permutation(repeats)
    counts = [count for count in REPEATS if 2 * count <= repeats]
    return [Study(since, sizes, order[:count], draws) for count in counts]


def measured(learner: str, curve: RealCurve, study: Study) -> MeasuredCurve:
    """Return what a study measures of a curve."""
    return MeasuredCurve(study.sizes, curve.at(study.sizes)[study.given], learner)


def name_shape(curve: RealCurve, sizes: np.ndarray) -> str:
    """Name the shape of a curve over the sizes of a study, judged by all repeats."""
    whole = MeasuredCurve(sizes, curve.at(sizes))
    means = whole.means
    if notable_rise(whole):
        return "rises"
    if means[0] - means[-1] < np.log(FLAT):
        return "flat"
    middle = np.interp(0, whole.log_sizes, means)
    return "levels off" if middle - means[-1] < LEVELS_OFF * (means[0] - means[-1]) else "falls"


def sizes_inside(sizes: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Draw evenly spread sizes, from between the first two to between the last two of a study."""
    places = (np.arange(TARGETS_INSIDE) + generator.uniform(size=TARGETS_INSIDE)) / TARGETS_INSIDE
    positions = 0.5 + (len(sizes) - 2) * places
    return np.exp(np.interp(positions, np.arange(len(sizes)), np.log(sizes)))


def wanted_sizes(sizes: np.ndarray, generator: np.random.Generator) -> list[tuple[str, float]]:
    """Draw the sizes that right answers find, with their places."""
    inside = [("inside", float(size)) for size in sizes_inside(sizes, generator)]
    beyond = [
        (where, float(sizes[-1] * np.exp(generator.uniform(*np.log(ends)))))
        for where, ends in BEYOND.items()
    ]
    return inside + beyond


def rows_of_curve(
    curve: RealCurve, result: AnsweredCurve, study: Study, generator: np.random.Generator
) -> list[dict[str, Any]]:
    """Ask for the true error at sizes inside and beyond those of a study."""
    truth = truth_to_judge_by(curve, study.given)
    truths = resampled_truths(curve, TRUTHS, generator)
    spread = float(np.median(curve.at(study.sizes).std(axis=0, ddof=1)))
    facts = {"shape": name_shape(curve, study.sizes), "spread": spread, "n_sizes": len(study.sizes)}
    rows = []
    for where, size in wanted_sizes(study.sizes, generator):
        if size > curve.sizes[-1]:
            continue
        log_error = truth.error_at(size)
        needed = float(truth.sizes_at(log_error)[0])
        # Skip errors that the curve reached before.
        if needed < 0.99 * size:
            continue
        ends = np.quantile(truths.sizes_at(log_error), INTERVAL, method="nearest")
        answer = result.answer(float(np.exp(log_error)))._asdict()
        own = {"truth_low": ends[0], "truth_high": ends[1]}
        rows.append(facts | {"where": where, "truth": needed} | own | answer)
    return rows


def row_of_first(
    results: dict[str, AnsweredCurve], study: Study, generator: np.random.Generator
) -> list[dict[str, Any]]:
    """Ask which learner needs the fewest labels for an error of one of them."""
    truths = {name: truth_to_judge_by(curve, study.given) for name, curve in study.curves.items()}
    size = float(generator.choice(sizes_inside(study.sizes, generator)))
    log_error = truths[str(generator.choice(sorted(truths)))].error_at(size)
    drawn = {name: one.needed(float(np.exp(log_error))) for name, one in results.items()}
    table = fewest_needed({name: sizes for name, sizes in drawn.items() if sizes is not None})
    if len(table) < 2:
        return []
    best = table.loc[table["probability_first"].idxmax()]
    needed = {name: _needed(truths[name], log_error, study.sizes) for name in table["method"]}
    right = needed[best["method"]] <= min(needed.values())
    return [{"where": "first", "probability": best["probability_first"], "right": right}]


def _needed(truth: Truth, log_error: float, sizes: np.ndarray) -> float:
    return max(float(truth.sizes_at(log_error)[0]), float(sizes[0]))


def rows_of_study(
    study: Study, results: dict[str, AnsweredCurve], number: int
) -> list[dict[str, Any]]:
    """Compare the answers to one study of a data set with the truth."""
    generator = np.random.default_rng([number, len(study.given)])
    facts = {"data_set": number, "repeats": len(study.given)}
    rows = [
        facts | {"learner": learner} | row
        for learner, curve in study.curves.items()
        for row in rows_of_curve(curve, results[learner], study, generator)
    ]
    return rows + [facts | row for row in row_of_first(results, study, generator)]


def trial(runs: pd.DataFrame, number: int, draws: int) -> list[dict[str, Any]]:
    """Answer the studies of one data set."""
    rows = []
    for study in studies(runs, draws, np.random.default_rng(number)):
        results = {
            learner: answered(measured(learner, curve, study), study.draws)
            for learner, curve in study.curves.items()
        }
        rows += rows_of_study(study, results, number)
    return rows


def covers(rows: pd.DataFrame, low: str = "truth", high: str = "truth") -> pd.Series:
    """Return whether printed intervals cover the true size, or meet its interval."""
    return (rows["low"] <= rows[high]) & (rows["high"] >= rows[low])


def summarise(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Tabulate coverage and width of the answers with an interval, by columns.

    `allowing` also counts intervals that meet the 95 % interval of the truth. `lower_holds`: the
    truth is not below the interval. `width`: upper over lower end, if there is an upper one.
    """
    with_interval = rows["low"].notna()
    closed = np.isfinite(rows["high"])
    given = rows[with_interval].assign(
        covered=covers(rows),
        allowing=covers(rows, "truth_low", "truth_high"),
        lower_holds=rows["low"] <= rows["truth"],
        open_end=~closed,
        covered_closed=covers(rows).where(closed).astype(float),
        width=(rows["high"] / rows["low"]).where(closed),
    )
    shares = ["covered", "allowing", "lower_holds", "open_end", "covered_closed"]
    groups = given.groupby(by, observed=True)
    table = groups[shares].mean().round(3).assign(width=groups["width"].median().round(2))
    table.insert(0, "answers", groups.size())
    no_interval = (~with_interval).groupby([rows[name] for name in by], observed=True).sum()
    return table.assign(without_interval=no_interval).reset_index()


def summarise_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Tabulate how often the method said to need the fewest does so, by number of repeats."""
    sure = rows[rows["probability"] >= SURE]
    groups = rows.groupby("repeats")
    of_sure = sure.groupby("repeats")["right"]
    columns = {
        "questions": groups.size(),
        "right": groups["right"].mean(),
        "mean probability": groups["probability"].mean(),
        "first with 95 % or more": of_sure.size(),
        "of them right": of_sure.mean(),
    }
    return pd.DataFrame(columns).round(3).reset_index()


def print_tables(rows: pd.DataFrame) -> None:
    """Print all tables as Markdown."""
    of_first = rows["where"] == "first"
    asked, first = rows[~of_first], rows[of_first].astype({"right": bool})
    asked = asked.assign(spread=pd.cut(asked["spread"].astype(float), SPREADS))
    inside = asked[asked["where"] == "inside"]
    tables = [
        summarise(asked, ["where", "repeats"]),
        *(summarise(inside, [name, "repeats"]) for name in ("shape", "spread", "status")),
        summarise_first(first),
    ]
    for table in tables:
        print(table.to_markdown(index=False) + "\n")


def main() -> None:
    """Answer the studies of every data set, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--data-sets", type=int, default=248)
    parser.add_argument("--draws", type=int, default=300)
    given = parser.parse_args()
    all_runs = [runs for _, runs in read_errors().groupby("openmlid")]
    order = np.random.default_rng(0).permutation(len(all_runs))[: given.data_sets]
    rows: list[dict[str, Any]] = []
    for number in order:
        rows += trial(all_runs[number], int(number), given.draws)
        pd.DataFrame(rows).to_csv(given.rows, index=False)
    print_tables(pd.read_csv(given.rows))


if __name__ == "__main__":
    main()
