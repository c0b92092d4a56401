"""How the outputs in the list of `outputs` are made: their tables and figures."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from learning_curves.columns import rows_of, write_table
from learning_curves.outputs import Output, fill_in, import_function
from learning_curves.vocabulary import Vocabulary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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
        The inputs of the study, by name.
    settings : Mapping[str, Any]
        Settings of the study, by name.
    paths : Iterable[Iterable[str or Path]]
        For each of its files, one path per format.
    vocabulary : Vocabulary
        The words of the study.
    write : callable
        Function that writes a table to a path.

    Returns
    -------
    list
        Its tables; empty for a figure, which is written to its files.
    """
    function = import_function(output)
    arguments = [inputs[name] for name in output.reads]
    arguments += [settings[name] for name in output.options]
    if output.files[0].kind == "figure":
        # Matplotlib is slow to load, and tables do not need it.
        from learning_curves.figures.saving import save_figure

        of_job = {name: str(settings[name]) for name in ("data_set", "method") if name in settings}
        shows = fill_in(output.shows, vocabulary, **of_job)

        def draw() -> "Figure":
            figure: Figure = function(*arguments, vocabulary)
            figure.set_label(shows)
            return figure

        for formats in paths:
            save_figure(formats, draw)
        return []
    made = function(*arguments, vocabulary)
    tables = list(made) if isinstance(made, tuple) else [made]
    for table, formats in zip(tables, paths, strict=True):
        for path in formats:
            write(table, Path(path), vocabulary)
    return tables


def select_data_set(inputs: Mapping[str, Any], data_set: str) -> dict[str, Any]:
    """Keep only the rows of one data set in every table."""
    return {
        name: rows_of(table, data_set=data_set)
        if isinstance(table, pd.DataFrame) and "data_set" in table
        else table
        for name, table in inputs.items()
    }
