"""Outputs made by the list of them: which say something of a study, their tables, their figures."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from learning_curves.columns import rows_of, write_table
from learning_curves.outputs import Output, function_of
from learning_curves.vocabulary import Vocabulary

Write = Callable[[pd.DataFrame, Path, Vocabulary], None]


def make_output(
    output: Output,
    inputs: Mapping[str, Any],
    settings: Mapping[str, Any],
    paths: Iterable[Iterable[str | Path]],
    vocabulary: Vocabulary,
    write: Write = write_table,
) -> list[Any]:
    """Make the files of an output.

    Parameters
    ----------
    output : Output
        What to make.
    inputs : Mapping[str, Any]
        What it reads, by name.
    settings : Mapping[str, Any]
        Settings of the study, by name.
    paths : Iterable[Iterable[str or Path]]
        Iterable of iterable of str or Path Of each of its files, a path for every format.
    vocabulary : Vocabulary
        What the study calls things.
    write : callable
        What writes a table to a path.

    Returns
    -------
    list
        Its tables; none of a figure, which is drawn into its files.
    """
    function = function_of(output)
    arguments = [inputs[name] for name in output.reads]
    arguments += [settings[name] for name in output.options]
    if output.files[0].kind == "figure":
        # Matplotlib takes a second to load, which a job of tables need not wait for.
        from learning_curves.figures.saving import save_figure

        for formats in paths:
            save_figure(formats, function, *arguments, vocabulary)
        return []
    made = function(*arguments, vocabulary)
    tables = list(made) if isinstance(made, tuple) else [made]
    for table, formats in zip(tables, paths, strict=True):
        for path in formats:
            write(table, Path(path), vocabulary)
    return tables


def of_data_set(inputs: Mapping[str, Any], data_set: str) -> dict[str, Any]:
    """Keep of every table the rows of one data set."""
    return {
        name: rows_of(table, data_set=data_set)
        if isinstance(table, pd.DataFrame) and "data_set" in table
        else table
        for name, table in inputs.items()
    }
