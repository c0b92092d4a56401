"""A whole study of a table of runs: its tables, figures and page, written to a folder."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from learning_curves.answers.assurance import ASSURANCE
from learning_curves.answers.estimand import describe_study_estimand, geometric_mean
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
from learning_curves.report.page import Overview
from learning_curves.report.study_page import study_page
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


def write_study(
    name: str,
    runs: pd.DataFrame,
    question: Question,
    folder: Path,
    vocabulary: Vocabulary,
    notes: Sequence[str] = (),
) -> dict[str, list[str]]:
    """Write the tables, the figures and the page of a table of runs.

    Parameters
    ----------
    name : str
        Name of the study.
    runs : DataFrame
        One row per run.
    question : Question
        What is asked of them.
    folder : Path
        The folder to write to.
    vocabulary : Vocabulary
        The words of the study.
    notes : Sequence[str]
        Sentences about how the runs were read, which the page shows.

    Returns
    -------
    dict
        Place -> how much too well random samples answer, and what the methods need, in sentences.
    """
    inputs: dict[str, Any] = {
        "runs": runs,
        "coverage": coverage(runs, planned_runs(runs)),
        "published": pd.DataFrame(columns=PUBLISHED),
        "lacking": {},
    }
    settings = question._asdict() | {
        "costs": question.costs._asdict(),
        "first_condition": runs["condition"].iloc[0],
        "label_free": (),
        "helped": {},
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
    counted = " ".join([_count_runs(runs, vocabulary), *notes])
    overview = Overview(f"Errors and answers are of the {estimand}.", counted)
    page = study_page(name, overview, SECTIONS, files, inputs, settings, vocabulary)
    with atomic_write(folder / "report.html") as temporary:
        temporary.write_text(page, encoding="utf-8")
    return _say(GROUP_RATIOS, inputs, vocabulary) | _say(NEEDED, inputs, vocabulary)


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


def _count_runs(runs: pd.DataFrame, vocabulary: Vocabulary) -> str:
    failed = int((runs["status"] != "completed").sum())
    lacking = f", {failed:,} of them without an error" if failed else ""
    return (
        f"{len(runs):,} runs{lacking}. A {vocabulary.repetition} is taken to be the same draw for "
        "every method."
    )
