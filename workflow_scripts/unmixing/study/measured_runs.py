"""Runs measured on other machines: rows of their tables stand in for runs of this study."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

from learning_curves.errors import UserError, merge_errors
from unmixing.study import measured_values, paths
from unmixing.study.identity import DIGESTS, digest_identity
from unmixing.study.runs import Run, runs
from unmixing.study.study import Study

AXES = Run._fields
SCENE_HASH = "scene_hash"
REGION = "region"
# Spreadsheets write counts like this.
WHOLE = re.compile(r"\.0+$")
MEANINGS = {
    "condition_digest": "the condition {condition} (or test_size, val_size or normalisation_range)",
    "settings_digest": "the settings of model {model} (or backend, precision or seeds_together)",
    "code_digest": "the code that splits, trains and evaluates model {model}",
    SCENE_HASH: "the content of scene {scene}",
}


class MeasuredRun(NamedTuple):
    """A row of a table of runs: its file, row number, line number and values."""

    file: str
    number: int
    line: int
    values: dict[str, str]

    def __str__(self) -> str:
        return f"{self.file}, line {self.line},"


def read_measured_runs(study: Study) -> dict[Run, list[MeasuredRun]]:
    """Read the rows for each run of a study, in the order of files; the first of a run counts.

    Rows of runs that the study does not plan are left out.

    Raises
    ------
    UserError
        If a file is not a table of runs, or if rows differ from the study or hold invalid values:
        every such case is named by file and line. `check_scenes` compares scenes later.
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
        place: digest_identity(study, *place) for place in dict.fromkeys(run[:3] for run in found)
    }
    _refuse_others(found, DIGESTS, lambda run: wanted[run[:3]])
    _refuse(
        (row, words)
        for rows in found.values()
        for row in rows
        for words in measured_values.find_faults(row.values)
    )
    return found


def runs_to_do(study: Study) -> list[Run]:
    """List the runs of a study that no table provides."""
    given = read_measured_runs(study)
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
    if Path(file).resolve() == (paths.results_folder(study.name) / paths.RUNS_TABLE).resolve():
        raise UserError(f"{file} is this study's own table of runs: name those of others.")
    try:
        # Spreadsheets begin a file with a mark of its encoding.
        with open(file, newline="", encoding="utf-8-sig") as opened:
            reader = csv.DictReader(opened)
            columns = reader.fieldnames or []
            needed = [*AXES, REGION, SCENE_HASH, *DIGESTS, *measured_values.list_columns()]
            missing = [name for name in needed if name not in columns]
            if missing:
                raise UserError(
                    f"{file} has no column {missing[0]}: name a runs.csv that this version wrote; "
                    "Snakemake writes it again in the folder of its study."
                )
            for number, values in enumerate(reader):
                if None in values or None in values.values():
                    raise UserError(
                        f"{file}, line {reader.line_num}, has more or fewer values than there are "
                        f"columns, {len(columns)}: copy the table again."
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
        (row, _describe_difference(column, run, row.values[column], wanted(run)[column]))
        for run, rows in given.items()
        for row, column in product(rows, columns)
        if row.values[column] != wanted(run)[column]
    )


def _describe_difference(column: str, run: Run, there: str, here: str) -> str:
    what = MEANINGS[column].format(**run._asdict())
    return f"{what} differs: {column} {there or 'is empty'} there, {here} here"


def _refuse(rows: Iterable[tuple[MeasuredRun, str]]) -> None:
    """Refuse rows, if there are any, with one sentence per file and reason."""
    lines: dict[tuple[str, str], list[int]] = {}
    for row, words in rows:
        lines.setdefault((row.file, words), []).append(row.line)
    if lines:
        raise merge_errors(
            f"{file}, {_name_lines(numbers)}: {words}. Take these rows out, or run them here."
            for (file, words), numbers in lines.items()
        )


def _name_lines(lines: list[int]) -> str:
    first, *others = lines
    return f"line {first}" + (f" and {len(others)} more" if others else "")
