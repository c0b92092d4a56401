"""Whole studies of tables of runs: their tables, figures and page, written to a folder."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from learning_curves.answers.assurance import ASSURANCE
from learning_curves.answers.estimand import describe_study_estimand, geometric_mean
from learning_curves.answers.measured_curves import default_targets, measured_curves
from learning_curves.columns import N_GROUPS, PUBLISHED, TIMES, write_table
from learning_curves.costs import USUAL_COSTS, Costs
from learning_curves.making import make_output, select_data_set
from learning_curves.outputs import (
    GROUP_RATIOS,
    NEEDED,
    OUTPUTS,
    RUN_FILES,
    SECTIONS,
    File,
    Output,
    Section,
    import_function,
)
from learning_curves.report import page
from learning_curves.report.study_page import show_study
from learning_curves.runs import coverage, planned_runs
from learning_curves.significance import FEWEST_TO_PREDICT
from learning_curves.vocabulary import Vocabulary
from learning_curves.writing import atomic_write


class Question(NamedTuple):
    """What a user asks of a table of runs.

    Attributes
    ----------
    targets : tuple of float
        Target errors; if empty, round ones that the curves reach.
    margin : float
        Methods whose errors differ by less than this share count as equal.
    assurance : float
        The share of runs that is to reach a target error, for those who train once.
    costs : Costs
        What a campaign costs, if samples come in groups.
    """

    targets: tuple[float, ...] = ()
    margin: float = 0.1
    assurance: float = ASSURANCE
    costs: Costs = USUAL_COSTS


class Table(NamedTuple):
    """A table of runs to answer.

    Attributes
    ----------
    name : str
        Name of the study.
    runs : DataFrame
        One row per run.
    vocabulary : Vocabulary
        The words of the study.
    notes : tuple of str
        Sentences about how the runs were read, which the page shows.
    """

    name: str
    runs: pd.DataFrame
    vocabulary: Vocabulary
    notes: tuple[str, ...] = ()


def write_studies(
    tables: Sequence[Table], question: Question, folder: Path
) -> dict[str, list[str]]:
    """Write the tables and figures of studies, and one page for all.

    Parameters
    ----------
    tables : Sequence[Table]
        One study or several; several have a folder each, and answer the same targets.
    question : Question
        What is asked of them.
    folder : Path
        The folder to write to.

    Returns
    -------
    dict
        Place -> how much too well random samples answer, and what the methods need, in sentences.
    """
    shown: list[page.Study] = []
    said: dict[str, list[str]] = {}
    several = len(tables) > 1
    if several and not question.targets:
        question = question._replace(targets=_shared_targets(tables))
    for table, safe in zip(tables, _safe_names([one.name for one in tables]), strict=True):
        own = f"{safe}/" if several else ""
        study, inputs = _write_study(table, question, folder / own)
        shown.append(study._replace(folder=own))
        for section in (GROUP_RATIOS, NEEDED):
            for place, sentences in _say(section, inputs, table.vocabulary).items():
                named = f"{table.name}, {place}" if several and place != table.name else place
                said.setdefault(named, []).extend(sentences)
    html = page.render_page(shown, tables[0].vocabulary)
    with atomic_write(folder / "report.html") as temporary:
        temporary.write_text(html, encoding="utf-8")
    return said


def _shared_targets(tables: Sequence[Table]) -> tuple[float, ...]:
    """Return round errors that the curves of studies reach."""
    curves = {
        (f"{data_set} of {table.name}", condition, method): curve
        for table in tables
        for (data_set, condition, method), curve in measured_curves(
            table.runs, table.vocabulary.error
        ).items()
    }
    return tuple(default_targets(curves))


def _write_study(
    table: Table, question: Question, folder: Path
) -> tuple[page.Study, dict[str, Any]]:
    """Write the tables and figures of a study, and return what the page shows, and its inputs."""
    name, runs, vocabulary, notes = table
    pairing = f"A {vocabulary.repetition} is taken to be the same draw for every method."
    inputs: dict[str, Any] = {
        "runs": runs,
        "coverage": coverage(runs, planned_runs(runs)),
        "published": pd.DataFrame(columns=PUBLISHED),
        "lacking": {},
        "notes": [pairing, *notes],
    }
    settings = question._asdict() | {
        "costs": question.costs._asdict(),
        "first_condition": runs["condition"].iloc[0],
        "label_free": (),
        "helped": {},
        "processes": 1,
    }
    files: dict[str, list[Path]] = {}
    for file in RUN_FILES:
        path = folder / "tables" / f"{file.name}.csv"
        write_table(inputs[file.name], path, vocabulary)
        files.setdefault(file.section, []).append(path)
    for output in OUTPUTS:
        if _says_something(output, runs):
            for file, path in _make(output, inputs, settings, folder, vocabulary):
                files.setdefault(file.section, []).append(path)
    estimand = describe_study_estimand(runs, geometric_mean(vocabulary))
    shown = show_study(name, estimand, SECTIONS, files, inputs, settings, vocabulary)
    return shown, inputs


def _say(section: Section, inputs: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the sentences of a section, none if what it is about was not made."""
    if not inputs.keys() >= set(section.reads):
        return {}
    said: dict[str, Any] = import_function(section)(
        *(inputs[name] for name in section.reads), vocabulary
    )
    return said


def _says_something(output: Output, runs: pd.DataFrame) -> bool:
    """Whether a table of runs has what an output needs."""
    has = {
        "": True,
        "times": set(TIMES) <= set(runs),
        "conditions": runs["condition"].nunique() > 1,
        "groups": N_GROUPS in runs,
        "data_sets": runs["data_set"].nunique() >= FEWEST_TO_PREDICT,
        "further_data": False,
    }
    return has[output.only_with]


def _make(
    output: Output,
    inputs: dict[str, Any],
    settings: Mapping[str, Any],
    folder: Path,
    vocabulary: Vocabulary,
) -> Iterator[tuple[File, Path]]:
    """Make an output, once or for every data set, and add its tables to the inputs."""
    for names, read in _of_data_sets(output, inputs):
        paths = [
            [folder / f"{file.kind}s" / f"{name}{suffix}" for suffix in file.suffixes]
            for file, name in zip(output.files, names, strict=True)
        ]
        tables = make_output(output, read, settings, paths, vocabulary)
        for file, table in zip(output.files, tables, strict=False):
            inputs[file.name] = table
        for file, formats in zip(output.files, paths, strict=True):
            yield file, formats[0]


def _of_data_sets(
    output: Output, inputs: Mapping[str, Any]
) -> Iterable[tuple[list[str], Mapping[str, Any]]]:
    """Yield the names of files and their inputs, once or for every data set."""
    if "{data_set}" not in output.files[0].name:
        yield [file.name for file in output.files], inputs
        return
    data_sets = list(dict.fromkeys(inputs["runs"]["data_set"]))
    for data_set, safe in zip(data_sets, _safe_names(data_sets), strict=True):
        names = [file.name.format(data_set=safe) for file in output.files]
        yield names, select_data_set(inputs, data_set)


def _safe_names(data_sets: Iterable[str]) -> list[str]:
    """Return a distinct name for each data set that is valid in file names."""
    taken: list[str] = []
    for data_set in data_sets:
        name = re.sub(r"[^\w.-]+", "_", data_set)
        while name in taken:
            name += "_"
        taken.append(name)
    return taken
