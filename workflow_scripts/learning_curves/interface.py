"""The Python interface of this package: read, answer, compare and report a table of runs."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from learning_curves.answers.answered_curves import answered
from learning_curves.answers.assurance import ASSURANCE
from learning_curves.answers.curve_tables import target_tables
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.answers.next_runs import Design, next_steps
from learning_curves.answers.resampling import DRAWS
from learning_curves.columns import CURVE, N_ALL_GROUPS, N_GROUPS, N_TEST_GROUPS
from learning_curves.costs import USUAL_COSTS, Costs
from learning_curves.errors import UserError
from learning_curves.reading.columns import Columns
from learning_curves.reading.table import read_cells, read_separator, spell_cells
from learning_curves.reading.user_table import Told, read_user_table
from learning_curves.report.needed import sizes_needed
from learning_curves.runs import coverage, planned_runs, select_completed
from learning_curves.vocabulary import Vocabulary, add_spaces

# Sizes up to this many doublings beyond the largest measured one are suggested.
DOUBLINGS = 3


class Runs(NamedTuple):
    """A table of runs, as `read_runs` returns it.

    Attributes
    ----------
    name : str
        Name of the study.
    table : DataFrame
        One row per run: `data_set`, `condition`, `method`, `size`, `repetition`, `status`, columns
        of errors, and counts of groups if samples come in groups.
    columns : Columns
        Which column of the input table holds what.
    vocabulary : Vocabulary
        The words that answers use for sizes, errors and the rest.
    notes : tuple of str
        Sentences about what was guessed of the input table and may be doubted.
    """

    name: str
    table: pd.DataFrame
    columns: Columns
    vocabulary: Vocabulary
    notes: tuple[str, ...] = ()


class Answer(NamedTuple):
    """How many samples methods need, as `answer` returns it.

    Attributes
    ----------
    table : DataFrame
        One row per curve and target error: `needed`, its 95 % interval from `low` to `high`,
        `status`, the `answer` in words and more; see
        `learning_curves.answers.sample_sizes.SampleSize`.
    sentences : dict
        Data set (and condition) -> what the methods need, in sentences.
    """

    table: pd.DataFrame
    sentences: dict[str, list[str]]


class Comparison(NamedTuple):
    """Which methods differ, as `compare` returns it.

    Attributes
    ----------
    against_best : DataFrame
        One row per size and method: how it compares with the best method there.
    pairs : DataFrame
        One row per size and pair of methods: exact tests over paired repetitions.
    mean_ranks : DataFrame
        One row per method: its mean rank over data sets, with Friedman's test.
    sentences : dict
        Data set (and condition) -> which method errs least at each size.
    """

    against_best: pd.DataFrame
    pairs: pd.DataFrame
    mean_ranks: pd.DataFrame
    sentences: dict[str, list[str]]


def read_runs(
    table: str | Path | pd.DataFrame,
    *,
    method: str | None = None,
    size: str | None = None,
    repetition: str | None = None,
    data_set: str | None = None,
    condition: str | None = None,
    n_groups: str | None = None,
    n_test_groups: str | None = None,
    n_all_groups: str | None = None,
    errors: Sequence[str] = (),
    sizes: str = "training samples",
    group: str = "group",
    are_errors: bool = False,
    metric: str | None = None,
    name: str | None = None,
) -> Runs:
    """Read a table of errors by method, size and repetition.

    Parameters
    ----------
    table : str, Path or DataFrame
        A CSV file or a table, one row per run.
    method, size, repetition, data_set, condition : str, optional
        Names of columns; those left out are guessed.
    n_groups, n_test_groups, n_all_groups : str, optional
        Names of the columns that count groups of samples, such as plots: how many a run labels, how
        many it is tested on, and how many there are. Those left out are guessed.
    errors : Sequence[str]
        Columns of errors, the main one first; if empty, one is guessed.
    sizes : str
        What sizes count, in the plural.
    group : str
        What a group of samples is called.
    are_errors : bool
        Whether to accept the numbers as errors, whatever they look like.
    metric : str, optional
        The metric to take of a table whose rows are of several; if left out, one is guessed.
    name : str, optional
        Name of the study; if left out, that of the file.

    Returns
    -------
    Runs

    Raises
    ------
    UserError
        If the table cannot be read as one of errors by method, size and repetition.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({
    ...     "method": "ridge", "n": 3 * [10, 20, 40], "seed": 3 * [0] + 3 * [1] + 3 * [2],
    ...     "rmse": [0.4, 0.28, 0.2, 0.42, 0.3, 0.19, 0.41, 0.29, 0.21],
    ... })
    >>> runs = read_runs(table)
    >>> runs.columns.errors
    ('rmse',)
    >>> len(runs.table)
    9
    """
    is_file = isinstance(table, str | Path)
    name = name or (Path(table).stem if is_file else "study")
    cells = read_cells(table) if is_file else spell_cells(table)
    given = {"method": method, "size": size, "repetition": repetition}
    given |= {"data_set": data_set, "condition": condition}
    given |= {N_GROUPS: n_groups, N_TEST_GROUPS: n_test_groups, N_ALL_GROUPS: n_all_groups}
    told = Told(given, tuple(errors), metric, are_errors)
    decimal_comma = is_file and read_separator(table) != ","
    runs, columns, notes = read_user_table(cells, told, name, decimal_comma, is_file)
    _refuse_no_curves(runs, columns.errors[0], sizes)
    return Runs(name, runs, columns, _vocabulary(columns, sizes, group), notes)


def answer(runs: Runs, target: float | Sequence[float]) -> Answer:
    """Answer how many samples each method needs for target errors.

    Parameters
    ----------
    runs : Runs
        As `read_runs` returns it.
    target : float or sequence of float
        Geometric means of the first error over repetitions.

    Returns
    -------
    Answer

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rows = [
    ...     ("ridge", n, seed, n**-0.5 * (1 + 0.05 * np.cos(7 * seed + n)))
    ...     for n in (10, 20, 40, 80) for seed in range(10)
    ... ]
    >>> runs = read_runs(pd.DataFrame(rows, columns=["method", "n", "seed", "rmse"]))
    >>> found = answer(runs, 0.2)
    >>> print(round(found.table["needed"].item()), found.table["status"].item())
    25 reached
    """
    targets = np.atleast_1d(np.asarray(target, dtype=float)).tolist()
    _refuse_targets(targets)
    words = runs.vocabulary
    answers, by_error = target_tables(runs.table, words.error, targets, words)
    counted = coverage(runs.table, planned_runs(runs.table))
    return Answer(answers, sizes_needed(answers, by_error, counted, words))


def compare(runs: Runs, margin: float = 0.1) -> Comparison:
    """Compare methods over paired repetitions.

    Parameters
    ----------
    runs : Runs
        As `read_runs` returns it.
    margin : float
        Methods whose errors differ by less than this share count as equal.

    Returns
    -------
    Comparison

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rows = [
    ...     (method, n, seed, level * n**-0.5 * (1 + 0.05 * np.cos(7 * seed + n)))
    ...     for method, level in (("ridge", 1), ("forest", 1.5))
    ...     for n in (10, 20, 40) for seed in range(10)
    ... ]
    >>> runs = read_runs(pd.DataFrame(rows, columns=["method", "n", "seed", "rmse"]))
    >>> table = compare(runs).against_best
    >>> print(table.loc[table["size"] == 40, ["method", "standing"]].to_string(index=False))
    method standing
    forest    worse
     ridge     best
    """
    _refuse_share("margin", margin, "0.1 for 10 %")
    # These load slow libraries, which `answer` does not need.
    from learning_curves.answers.method_tables import method_tables
    from learning_curves.report.best import best_methods

    pairs, best, ranks = method_tables(runs.table, margin, runs.vocabulary)
    counted = coverage(runs.table, planned_runs(runs.table))
    said = best_methods(runs.table, best, counted, runs.vocabulary)
    return Comparison(best, pairs, ranks, said)


def next_runs(
    runs: Runs, target: float, within: float = 1.3, sizes: Sequence[int] = ()
) -> pd.DataFrame:
    """Suggest the runs to make next, to know well enough how many samples a target error needs.

    Parameters
    ----------
    runs : Runs
        As `read_runs` returns it.
    target : float
        Value of the first error to reach.
    within : float
        The largest acceptable ratio of the upper to the lower end of the interval.
    sizes : Sequence[int]
        Sizes that could be run; if empty, those that were run and three doublings of the
        largest.

    Returns
    -------
    DataFrame
        One row per data set, condition and method: the `sizes` and number of `repetitions` to have
        next, including the present ones, or the `verdict` that ends the search: "answered",
        "dropped" (another method needs fewer), "failed", "beyond" (the sizes that could be run) or
        "too wide" (more repetitions would not narrow the interval enough). A run costs as much as
        its size.

    Raises
    ------
    UserError
        If the target is not above zero, or `within` not above one.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rows = [
    ...     ("ridge", n, seed, n**-0.5 * (1 + 0.3 * np.cos(7 * seed + n)))
    ...     for n in (10, 20, 40) for seed in range(3)
    ... ]
    >>> runs = read_runs(pd.DataFrame(rows, columns=["method", "n", "seed", "rmse"]))
    >>> step = next_runs(runs, target=0.1).iloc[0]
    >>> print(step["sizes"], step["repetitions"])
    [10, 20, 40, 80] 3
    """
    _refuse_targets([target])
    if not within > 1:
        raise UserError("The ratio `within` is a number above one, such as 1.3.")
    curves = measured_curves(runs.table, runs.vocabulary.error)
    doublings = 2 ** np.arange(1, DOUBLINGS + 1)
    rows = []
    for place in dict.fromkeys(axes[:2] for axes in curves):
        here = {axes[2]: curve for axes, curve in curves.items() if axes[:2] == place}
        designs = {
            method: Design(tuple(curve.sizes.astype(int).tolist()), curve.n_repetitions)
            for method, curve in here.items()
        }
        grids = {
            method: sorted({*design.sizes, *(sizes or (design.sizes[-1] * doublings).tolist())})
            for method, design in designs.items()
        }
        found = {method: answered(curve, DRAWS) for method, curve in here.items()}
        steps = next_steps(found, designs, grids, target, within, lambda _, size: size)
        for method, step in steps.items():
            row: dict[str, Any] = dict(zip(CURVE, (*place, method), strict=True))
            row["verdict"] = step.verdict
            if step.design:
                row |= {"sizes": list(step.design.sizes), "repetitions": step.design.repetitions}
            rows.append(row)
    return pd.DataFrame(rows, columns=[*CURVE, "sizes", "repetitions", "verdict"])


def report(
    runs: Runs | Sequence[Runs],
    path: str | Path,
    targets: Sequence[float] = (),
    margin: float = 0.1,
    assurance: float = ASSURANCE,
    costs: Costs = USUAL_COSTS,
) -> dict[str, list[str]]:
    """Write all tables, figures and the page of a study, or of several, into a folder.

    Parameters
    ----------
    runs : Runs or Sequence[Runs]
        As `read_runs` returns it. Several have a folder each, and one page to switch between them.
    path : str or Path
        The folder into which `report.html`, `tables/` and `figures/` are written.
    targets : Sequence[float]
        Target errors; if empty, round ones that the curves reach.
    margin : float
        Methods whose errors differ by less than this share count as equal.
    assurance : float
        The share of runs, or of campaigns, that is to reach a target error.
    costs : Costs
        What a campaign costs, if the runs count groups.

    Returns
    -------
    dict
        Data set (and condition) -> what the methods need, in sentences.

    Raises
    ------
    UserError
        If there is no study, or studies have different errors or the same name, or a target,
        margin or assurance makes no sense.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import numpy as np, pandas as pd
    >>> rows = [
    ...     ("ridge", n, seed, n**-0.5 * (1 + 0.05 * np.cos(7 * seed + n)))
    ...     for n in (10, 20, 40) for seed in range(6)
    ... ]
    >>> runs = read_runs(pd.DataFrame(rows, columns=["method", "n", "seed", "rmse"]))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     said = report(runs, folder, targets=[0.2])
    ...     print(sorted(path.name for path in Path(folder).iterdir()))
    ['figures', 'report.html', 'tables']
    """
    _refuse_targets(targets)
    _refuse_share("margin", margin, "0.1 for 10 %")
    _refuse_share("assurance", assurance, "0.9 for nine of ten")
    from learning_curves.study import Question, Table, write_studies

    studies: Sequence[Runs] = [runs] if isinstance(runs, Runs) else runs
    _refuse_unlike(studies)
    question = Question(tuple(targets), margin, assurance, costs)
    tables = [Table(one.name, one.table, one.vocabulary, one.notes) for one in studies]
    return write_studies(tables, question, Path(path))


def _refuse_targets(targets: Iterable[float]) -> None:
    if not all(0 < target < math.inf for target in targets):
        raise UserError("A target error is a number above zero.")


def _refuse_share(name: str, share: float, example: str) -> None:
    if not 0 < share < 1:
        raise UserError(f"The {name} is a share between 0 and 1, such as {example}.")


def _refuse_unlike(studies: Sequence[Runs]) -> None:
    """Refuse studies that one page cannot show."""
    if not studies:
        raise UserError("There is no study to report: give one or more that `read_runs` returned.")
    names = [one.name for one in studies]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UserError(f"Two studies are called {twice}: give each a name of its own.")
    errors = {one.columns.errors: one.name for one in studies}
    if len(errors) > 1:
        (one, first), (other, second), *_ = errors.items()
        raise UserError(
            f"Studies on one page need the same errors, but {first} has {', '.join(one)}, and "
            f"{second} has {', '.join(other)}: name columns that all have with --error."
        )


def _vocabulary(columns: Columns, sizes: str, group: str) -> Vocabulary:
    labels = {name: add_spaces(name) for name in columns.errors}
    error_name = labels[columns.errors[0]]
    return Vocabulary(sizes=sizes, errors=labels, error_name=error_name, group=group)


def _refuse_no_curves(runs: pd.DataFrame, error: str, sizes: str) -> None:
    usable = select_completed(runs)
    if usable.empty:
        raise UserError(
            "No run has an error: every cell of that column is empty or infinite, or its run "
            "failed."
        )
    if not usable[error].any():
        raise UserError("Every error is zero: the problem is too easy to distinguish methods.")
    if usable.groupby(CURVE)["size"].nunique().max() < 2:
        there = ", ".join(f"{size:,}" for size in np.unique(usable["size"]))
        raise UserError(
            f"Every method was run with only one size ({there} {sizes}): a learning curve needs "
            "two sizes or more, and an interval needs three."
        )
