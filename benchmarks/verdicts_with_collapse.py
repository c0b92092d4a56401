"""How often equal methods are called better or worse if a tenth of the runs collapses.

python benchmarks/verdicts_with_collapse.py [studies]

Each rule is compared with the rule used before collapsed runs were compared separately.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np
import pandas as pd
from power_of_tests import METRIC, draw_errors, runs_of

from learning_curves.answers.against_best import against_best
from learning_curves.answers.pairs import compare_methods
from learning_curves.answers.statuses import BETTER, COLLAPSES_LESS, COLLAPSES_MORE, WORSE
from unmixing.evaluation.runs import find_collapsed
from unmixing.published.comparison import compare, summarize_all_runs
from unmixing.vocabulary import UNMIXING

COLLAPSE = 0.1
# Error of the mean abundances, and so of a collapsed run.
ERROR_OF_MEANS = 0.35
PUBLISHED_RUNS = 30
DESIGNS = ((3, 10), (3, 30), (8, 30))


def collapse_some(errors: np.ndarray, share: float, generator: np.random.Generator) -> np.ndarray:
    """Give a share of runs the error of the mean abundances."""
    return np.where(generator.uniform(size=len(errors)) < share, ERROR_OF_MEANS, errors)


def add_endmember(runs: pd.DataFrame) -> pd.DataFrame:
    """Add the error and R2 of an endmember, which show whether a run collapsed."""
    errors = runs[METRIC]
    told = runs.assign(class0RMSE=errors, class0R2=1 - (errors / ERROR_OF_MEANS) ** 2)
    return told.assign(collapsed=find_collapsed(told))


def compare_with_published(job: tuple) -> dict:
    """Compare runs with the published mean of an equal or a worse method."""
    repetitions, ratio, share, number = job
    generator = np.random.default_rng([repetitions, int(100 * ratio), int(100 * share), number])
    ours = collapse_some(draw_errors(1, repetitions, 1, 0, generator)["m0"], share, generator)
    theirs = ratio * draw_errors(1, PUBLISHED_RUNS, 1, 0, generator)["m0"]
    theirs = collapse_some(theirs, share, generator)
    cell = {"data_set": "field", "algorithm": "M", "size": 100, "metric": METRIC}
    published = pd.DataFrame([cell | {"value": theirs.mean()}])
    runs = add_endmember(runs_of({"m0": ours}))
    row = compare(published, summarize_all_runs(runs), {"m0": "M"}, PUBLISHED_RUNS).iloc[0]
    shown = abs(row["difference"]) > row["tolerance"]
    return {
        "repetitions": repetitions,
        "their error over ours": ratio,
        "collapse": share,
        "before: better": shown and row["difference"] < 0,
        "before: worse": shown and row["difference"] > 0,
        "better": row["verdict"] == "better",
        "worse": row["verdict"] == "worse",
    }


def compare_in_one_study(job: tuple) -> dict:
    """Compare methods that are equal except for how many of their runs collapse."""
    (methods, repetitions), share_of_first, number = job
    generator = np.random.default_rng([methods, repetitions, int(100 * share_of_first), number])
    shares = [share_of_first, *[COLLAPSE] * (methods - 1)]
    drawn = draw_errors(methods, repetitions, methods, 0, generator).items()
    errors = {
        method: collapse_some(values, share, generator)
        for (method, values), share in zip(drawn, shares, strict=True)
    }
    runs = runs_of(errors)
    told = add_endmember(runs)
    # Without the columns of an endmember, no run counts as collapsed.
    before, after = (against_best(of, [METRIC], 0.1)["standing"] for of in (runs, told))
    pairs_before, pairs_after = (
        compare_methods(of, [METRIC], UNMIXING)["verdict"] for of in (runs, told)
    )
    return {
        "methods": methods,
        "repetitions": repetitions,
        "collapse of the first": share_of_first,
        "best, before": before.isin([BETTER, WORSE]).any(),
        "best, error": after.isin([BETTER, WORSE]).any(),
        "best, collapse": after.isin([COLLAPSES_LESS, COLLAPSES_MORE]).any(),
        "pairs, before": pairs_before.str.endswith(" better").any(),
        "pairs, error": pairs_after.str.endswith(" better").any(),
        "pairs, collapse": pairs_after.str.endswith(" more often").any(),
    }


def main() -> None:
    """Simulate, and print the tables as Markdown."""
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with ProcessPoolExecutor() as pool:
        of_published = product((5, 10, 30), (1, 1.3, 2), (0, COLLAPSE), range(studies))
        found = pd.DataFrame(pool.map(compare_with_published, of_published, chunksize=20))
        _print(found, ["repetitions", "their error over ours", "collapse"])
        of_studies = product(DESIGNS, (COLLAPSE, 0, 0.5), range(studies))
        found = pd.DataFrame(pool.map(compare_in_one_study, of_studies, chunksize=20))
        _print(found, ["methods", "repetitions", "collapse of the first"])


def _print(rows: pd.DataFrame, keys: list[str]) -> None:
    shares = rows.groupby(keys, sort=False).mean().round(3)
    print(shares.reset_index().to_markdown(index=False), "\n")


if __name__ == "__main__":
    main()
