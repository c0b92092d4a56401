"""A study for the page, made from the list of its sections."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from learning_curves.outputs import EXPLORED, Section, fill_in, import_controls, import_function
from learning_curves.report import page
from learning_curves.report.explorer import explorer_data
from learning_curves.vocabulary import Vocabulary


def show_study(
    name: str,
    estimand: str,
    sections: Iterable[Section],
    files: Mapping[str, list[Path]],
    inputs: Mapping[str, Any],
    settings: Mapping[str, Any],
    vocabulary: Vocabulary,
    methods: page.Methods | None = None,
) -> page.Study:
    """Return what the page shows of a study.

    Parameters
    ----------
    name : str
        Name of the study.
    estimand : str
        What its errors are means over.
    sections : Iterable[Section]
        Sections in their order; those with nothing to show are left out.
    files : Mapping[str, list of Path]
        Name of a section -> its figures and tables.
    inputs : Mapping[str, Any]
        Tables and other inputs of sections, by name.
    settings : Mapping[str, Any]
        Settings of the study, by name.
    methods : page.Methods or None
        How runs were made, and the source of each method.
    """
    runs, bands, by_error, answers, coverage, published = (inputs[name] for name in EXPLORED)
    explored = explorer_data(
        runs, bands, by_error, answers, coverage, published, settings["label_free"], vocabulary
    )
    shown = [_section(one, files, inputs, settings, vocabulary) for one in sections]
    parts = [part for part in shown if part.sentences or part.figures or part.tables]
    return page.Study(name, estimand, parts, explored, methods)


def _section(
    section: Section,
    files: Mapping[str, list[Path]],
    inputs: Mapping[str, Any],
    settings: Mapping[str, Any],
    vocabulary: Vocabulary,
) -> page.Section:
    said: dict[str, list[str]] = {}
    controls: dict[str, Any] = {}
    needed = {*section.reads, *section.controls_read}
    # A study without what a section is about has not made its inputs.
    if section.function and needed <= inputs.keys():
        chosen = [settings[name] for name in section.options]
        read = (inputs[name] for name in section.reads)
        said = import_function(section)(*read, *chosen, vocabulary)
        if said and section.controls:
            read = (inputs[name] for name in section.controls_read)
            controls = import_controls(section)(*read, *chosen, vocabulary)
    there = [] if section.only_if_said and not said else files.get(section.name, [])
    return page.Section(
        fill_in(section.title, vocabulary),
        said,
        [path for path in there if path.suffix in (".svg", ".png")],
        [path for path in there if path.suffix == ".csv"],
        controls,
        section.leads,
    )
