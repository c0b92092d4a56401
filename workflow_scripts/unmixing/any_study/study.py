"""A whole study of a table: read, answered, drawn, and put on a page."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from unmixing.any_study.answering import answer_runs
from unmixing.any_study.columns import Columns, find_columns
from unmixing.any_study.drawing import drawings
from unmixing.any_study.page import Sentences, needed_sentences, page_of
from unmixing.any_study.reading import metric_names, read_cells, runs_of
from unmixing.any_study.rising import refuse_name, refuse_rising
from unmixing.any_study.wording import Wording
from unmixing.errors import UserError
from unmixing.evaluation.runs import completed
from unmixing.evaluation.tables import CURVE, METRIC, write_table
from unmixing.figures.saving import save_figure
from unmixing.storage import written_whole


class Request(NamedTuple):
    """What is asked of a table.

    Attributes
    ----------
    columns : what a column says -> its name, None to guess it: see `find_columns`
    errors : names of the columns of errors; empty guesses one
    targets : target errors; empty takes round ones that the curves reach
    margin : methods whose errors differ by less than this share count as equal
    unit : what a training set is counted in, in the plural
    are_errors : whether the errors are said to be errors, whatever they look like
    """

    columns: dict[str, str | None]
    errors: Sequence[str] = ()
    targets: Sequence[float] = ()
    margin: float = 0.1
    unit: str = "training samples"
    are_errors: bool = False


class Answered(NamedTuple):
    """What became of a table: its runs, how its columns were read, and the first answers."""

    columns: Columns
    runs: pd.DataFrame
    needed: Sentences


def answer_table(path: Path, request: Request, folder: Path) -> Answered:
    """Answer a table of errors, into `tables/`, `figures/` and `report.html` of a folder.

    Raises
    ------
    UserError
        If the table cannot be read as one of errors by method, size and seed.
    """
    cells = read_cells(path)
    columns = find_columns(list(cells), request.columns, request.errors)
    metrics = metric_names(columns)
    runs = runs_of(cells, columns, path.stem)
    _refuse_no_curves(runs, request.unit)
    if not request.are_errors:
        for metric, name in metrics.items():
            refuse_name(name)
            refuse_rising(runs, metric, name)
    tables = answer_runs(runs, list(metrics), request.targets, request.margin)
    wording = Wording(request.unit, _in_words(columns.errors[0]), _names(runs))
    files = dict(_write(tables, metrics, wording, folder))
    for name, draw in drawings(tables, list(request.targets)).items():
        paths = [folder / "figures" / f"{name}{suffix}" for suffix in (".svg", ".png")]
        save_figure(paths, wording.drawing(draw))
        files[paths[0].name] = paths[0]
    with written_whole(folder / "report.html") as temporary:
        page = page_of(path.stem, tables, files, wording)
        temporary.write_text(page, encoding="utf-8")
    return Answered(columns, runs, needed_sentences(tables, wording))


def _write(
    tables: dict[str, pd.DataFrame], metrics: dict[str, str], wording: Wording, folder: Path
) -> Iterator[tuple[str, Path]]:
    for name, table in tables.items():
        path = folder / "tables" / f"{name}.csv"
        write_table(wording.table(table, metrics), path)
        yield path.name, path


def _refuse_no_curves(runs: pd.DataFrame, unit: str) -> None:
    usable = completed(runs)
    if usable.empty:
        raise UserError("No run has an error: every cell of that column is empty or infinite.")
    if not usable[METRIC].any():
        raise UserError("Every error is zero: the problem is too easy to tell methods apart.")
    if usable.groupby(CURVE)["n_train_pixels"].nunique().max() < 2:
        sizes = sorted(usable["n_train_pixels"].unique())
        raise UserError(
            f"Every method was run with one size alone ({', '.join(f'{n:,}' for n in sizes)} "
            f"{unit}): a learning curve takes two sizes or more, and an interval three."
        )


def _names(runs: pd.DataFrame) -> list[str]:
    return [name for axis in ("scene", "condition", "model") for name in runs[axis].unique()]


def _in_words(error: str) -> str:
    return "RMSE" if error == METRIC else error.replace("_", " ")
