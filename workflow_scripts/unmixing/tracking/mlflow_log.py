"""A study logged to MLflow: everything done so far that the store lacks."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from unmixing.study.runs import Run
from unmixing.tracking.mlflow_store import MlflowStore
from unmixing.tracking.run_records import RunRecord, flatten, read_run_record


class TrackedStudy(NamedTuple):
    """A study as it is logged to MLflow.

    Attributes
    ----------
    name : str
        Of the study.
    results : Path
        Its folder.
    runs : Sequence[Sequence[Any]]
        The axes of every planned run.
    models, conditions : Mapping[str, Mapping[str, Any]]
        Name -> settings.
    settings : Mapping[str, Any]
        What all runs share.
    """

    name: str
    results: Path
    runs: Sequence[Sequence[Any]]
    models: Mapping[str, Mapping[str, Any]]
    conditions: Mapping[str, Mapping[str, Any]]
    settings: Mapping[str, Any]


def log_study(study: TrackedStudy, histories: bool) -> int:
    """Log the runs of a study that are done, and its figures, tables and page.

    Parameters
    ----------
    histories : bool
        Whether the losses of all epochs are logged too.

    Returns
    -------
    int
        Number of runs that this call logged or completed.
    """
    records = list(filter(None, (_record(study, run) for run in study.runs)))
    store = MlflowStore(study.name, study.results)
    completed = sum(record.completed for record in records)
    parent = store.parent(
        min((record.start for record in records), default=0),
        {
            "planned": str(len(study.runs)),
            "completed": str(completed),
            "diverged": str(len(records) - completed),
        },
    )
    known = store.runs(parent)
    added = sum(store.add(record, parent, histories, known.get(record.name)) for record in records)
    files = store.add_files(parent, _files(study.results))
    store.finish(parent, max((record.end for record in records), default=0))
    logging.info(
        "%d of %d runs are done; %d of them logged now, and %d files",
        len(records),
        len(study.runs),
        added,
        files,
    )
    return added


def _record(study: TrackedStudy, run: Sequence[Any]) -> RunRecord | None:
    axes = dict(zip(Run._fields, run, strict=True))
    parameters = {
        **flatten(study.settings),
        **flatten(study.models[axes["model"]]),
        **flatten(study.conditions[axes["condition"]], "condition."),
    }
    return read_run_record(study.results, axes, parameters)


def _files(results: Path) -> dict[str, Path]:
    """Return the figures, tables and the page of a study, by their paths in it."""
    patterns = ("report.html", "figures/*.svg", "figures/*.png", "tables/*.csv")
    found = [path for pattern in patterns for path in sorted(results.glob(pattern))]
    return {str(path.relative_to(results)): path for path in found if not path.name.startswith(".")}
