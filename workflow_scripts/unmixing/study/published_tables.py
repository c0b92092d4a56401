"""Checks of tables of published numbers against a study."""

import csv
from pathlib import Path

from learning_curves.errors import UserError, unknown_name

COLUMNS = ["scene", "algorithm", "n_train_pixels", "metric", "value"]
P_VALUE_COLUMNS = ["scene", "algorithm_a", "algorithm_b", "n_train_pixels", "p_value"]


def check_published(path: str | Path, scenes: list[str], algorithms: dict[str, str]) -> None:
    """Refuse a published table that does not fit the study.

    Parameters
    ----------
    scenes : list[str]
        All scenes of the config, before it is narrowed.
    algorithms : dict[str, str]
        Model -> name in the published table.

    Raises
    ------
    UserError
        If the table cannot be read, or it and the study name different scenes or algorithms.
    """
    rows = _read("published", path, COLUMNS)
    _check_rows(rows, path, "value", scenes)
    known = {row["algorithm"] for row in rows}
    for model, algorithm in algorithms.items():
        if algorithm not in known:
            raise unknown_name(f"algorithm of models.{model} in {path}:", algorithm, known)
    for algorithm in sorted(known - set(algorithms.values())):
        raise UserError(
            f"{path}: no model of the study is published_as '{algorithm}': add one or take its "
            "rows out of the table."
        )


def check_p_values(path: str | Path, scenes: list[str], algorithms: dict[str, str]) -> None:
    """Refuse a table of published p-values that does not fit the study.

    Parameters
    ----------
    scenes, algorithms : list[str], dict[str, str]
        As `check_published` takes them.

    Raises
    ------
    UserError
        If the table cannot be read, or names a scene or an algorithm that the study does not.
    """
    rows = _read("published_p_values", path, P_VALUE_COLUMNS)
    _check_rows(rows, path, "p_value", scenes)
    known = set(algorithms.values())
    for number, row in enumerate(rows, start=2):
        for column in ("algorithm_a", "algorithm_b"):
            if row[column] not in known:
                raise unknown_name(f"algorithm in {path}, line {number}:", row[column], known)


def _check_rows(rows: list[dict], path: str | Path, value: str, scenes: list[str]) -> None:
    for number, row in enumerate(rows, start=2):
        try:
            float(row[value]), int(row["n_train_pixels"])
        except (TypeError, ValueError):
            raise UserError(f"{path}, line {number}: a number is missing: {row}.") from None
        if row["scene"] not in scenes:
            raise unknown_name(f"scene in {path}, line {number}:", row["scene"], scenes)


def _read(key: str, path: str | Path, columns: list[str]) -> list[dict]:
    if not Path(path).is_file():
        raise UserError(f"{key}: there is no file {path}; name a table, or null for none.")
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        if list(reader.fieldnames or []) != columns:
            raise UserError(f"{path}: its columns must be {', '.join(columns)}.")
        return list(reader)
