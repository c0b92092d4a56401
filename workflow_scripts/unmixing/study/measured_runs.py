"""Runs of other machines: rows of their tables of runs that stand for runs of this study."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

from learning_curves.errors import UserError, together
from unmixing.study import measured_values, paths
from unmixing.study.identity import DIGESTS, identity_of
from unmixing.study.runs import Run, runs
from unmixing.study.study import Study

AXES = Run._fields
SCENE_HASH = "scene_hash"
REGION = "region"
# Spreadsheets write counts so.
WHOLE = re.compile(r"\.0+$")
MEANINGS = {
    "condition_digest": "the condition {condition} (or test_size, val_size or normalisation_range)",
    "settings_digest": "the settings of model {model} (or backend, precision or seeds_together)",
    "code_digest": "the code that splits, trains and evaluates model {model}",
    SCENE_HASH: "the content of scene {scene}",
}


class MeasuredRun(NamedTuple):
    """A row of a table of runs: its file, its number among the rows, its line, and its values."""

    file: str
    number: int
    line: int
    values: dict[str, str]

    def __str__(self) -> str:
        return f"{self.file}, line {self.line},"


def measured_elsewhere(study: Study) -> dict[Run, list[MeasuredRun]]:
    """Return the rows for runs of a study, in the order of files; the first for a run counts.

    Rows of runs that the study does not plan are left out.

    Raises
    ------
    UserError
        With every difference between rows and study and every value that none is, by file and
        line, and every file that is no such table. Scenes are compared by `check_scenes`, once
        they are there.
    """
    if not study.measured_runs:
        return {}
    planned = {(*map(str, run),): run for run in runs(study)}
    found: dict[Run, list[MeasuredRun]] = {}
    for file in study.measured_runs:
        for row in _rows(study, file):
            *curve, size, seed = (row.values[axis] for axis in AXES)
            run = planned.get((*curve, WHOLE.sub("", size), WHOLE.sub("", seed)))
            if run is not None:
                found.setdefault(run, []).append(row)
    wanted = {
        place: identity_of(study, *place) for place in dict.fromkeys(run[:3] for run in found)
    }
    _refuse_others(found, DIGESTS, lambda run: wanted[run[:3]])
    _refuse(
        (row, words)
        for rows in found.values()
        for row in rows
        for words in measured_values.faults(row.values)
    )
    return found


def runs_to_do(study: Study) -> list[Run]:
    """List the runs of a study that no table gives."""
    given = measured_elsewhere(study)
    return [run for run in runs(study) if run not in given]


def check_scenes(given: Mapping[Run, list[MeasuredRun]], hashes: Mapping[str, str]) -> None:
    """Refuse rows that were measured on other scenes.

    Parameters
    ----------
    hashes : Mapping[str, str]
        Scene -> hash, of this study.
    """
    _refuse_others(given, (SCENE_HASH,), lambda run: {SCENE_HASH: hashes[run.scene]})


def _rows(study: Study, file: str) -> Iterator[MeasuredRun]:
    if Path(file).resolve() == (paths.results_of(study.name) / paths.RUNS_TABLE).resolve():
        raise UserError(f"{file} is this study's own table of runs: name those of others.")
    try:
        # Spreadsheets begin a file with a mark of its encoding.
        with open(file, newline="", encoding="utf-8-sig") as opened:
            reader = csv.DictReader(opened)
            columns = reader.fieldnames or []
            needed = [*AXES, REGION, SCENE_HASH, *DIGESTS, *measured_values.columns()]
            missing = [name for name in needed if name not in columns]
            if missing:
                raise UserError(
                    f"{file} has no column {missing[0]}: name a table runs.csv of this version; "
                    "where its study lies, Snakemake writes it anew."
                )
            for number, values in enumerate(reader):
                if None in values or None in values.values():
                    raise UserError(
                        f"{file}, line {reader.line_num}, has more or fewer values than there are "
                        f"columns, {len(columns)}: copy the table anew."
                    )
                yield MeasuredRun(file, number, reader.line_num, values)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{file} cannot be read as a table of runs: {error}.") from None


def _refuse_others(
    given: Mapping[Run, list[MeasuredRun]],
    columns: Iterable[str],
    wanted: Callable[[Run], Mapping[str, str]],
) -> None:
    """Refuse rows that differ in some columns."""
    _refuse(
        (row, _said_of(column, run, row.values[column], wanted(run)[column]))
        for run, rows in given.items()
        for row, column in product(rows, columns)
        if row.values[column] != wanted(run)[column]
    )


def _said_of(column: str, run: Run, there: str, here: str) -> str:
    what = MEANINGS[column].format(**run._asdict())
    return f"{what} differs: {column} {there or 'is empty'} there, {here} here"


def _refuse(rows: Iterable[tuple[MeasuredRun, str]]) -> None:
    """Refuse rows for reasons, if there are any, a sentence a file and reason."""
    lines: dict[tuple[str, str], list[int]] = {}
    for row, words in rows:
        lines.setdefault((row.file, words), []).append(row.line)
    if lines:
        raise together(
            f"{file}, {_said(numbers)}: {words}. Take these rows out, or run them here."
            for (file, words), numbers in lines.items()
        )


def _said(lines: list[int]) -> str:
    first, *others = lines
    return f"line {first}" + (f" and {len(others)} more" if others else "")
