"""What MLflow stores about a run, read from its files."""

import hashlib
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from learning_curves.columns import AXES, DESCRIPTIONS, SIZE, TIMES, read_table
from unmixing.study import paths
from unmixing.vocabulary import UNMIXING


class RunRecord(NamedTuple):
    """A finished run.

    Attributes
    ----------
    name : str
        Its axes, like its folder in `runs/`.
    digest : str
        Of its metrics; runs with another digest are logged again.
    tags : dict[str, str]
        Its axes and its status.
    parameters : dict[str, str]
        Name -> value of its method's settings and its condition.
    metrics : dict[str, float]
        Name -> value, finite numbers only.
    start, end : int
        Milliseconds since 1970.
    history : Path or None
        The losses of its epochs; None for an estimator.
    """

    name: str
    digest: str
    tags: dict[str, str]
    parameters: dict[str, str]
    metrics: dict[str, float]
    start: int
    end: int
    history: Path | None

    @property
    def completed(self) -> bool:
        """Whether the run did not diverge."""
        return self.tags["status"] == "completed"

    def epochs(self) -> Iterator[tuple[int, dict[str, float]]]:
        """Yield the losses of every epoch of a network, from 1 on."""
        if self.history is None:
            return
        losses = read_table(self.history, UNMIXING).drop(columns=[*AXES, "epoch"], errors="ignore")
        for epoch, (_, row) in enumerate(losses.iterrows(), start=1):
            yield epoch, _numbers(row)


def read_run_record(
    results: Path, axes: Mapping[str, Any], parameters: Mapping[str, Any]
) -> RunRecord | None:
    """Read what there is of a run; None if it has no metrics yet.

    It ended when its predictions were written. It began earlier by the seconds of training and
    prediction.
    """
    metrics = results / paths.METRICS.format(**axes)
    try:
        content = metrics.read_bytes()
        ended = (results / paths.PREDICTIONS.format(**axes)).stat().st_mtime
    except FileNotFoundError:
        return None
    row = read_table(metrics, UNMIXING).iloc[0]
    values = row.drop([*AXES, *DESCRIPTIONS], errors="ignore").rename(UNMIXING.names)
    numbers = _numbers(values)
    seconds = sum(numbers.get(time, 0.0) for time in TIMES)
    history = results / paths.TRAINING_METRICS.format(**axes)
    tags = {name: str(value) for name, value in axes.items()} | {"status": str(row["status"])}
    counted = {UNMIXING.names[SIZE]: row[SIZE]} if SIZE in row else {}
    return RunRecord(
        name=paths.CELL.format(**axes),
        digest=hashlib.sha256(content).hexdigest()[:16],
        tags=tags,
        parameters={name: str(value) for name, value in {**parameters, **counted}.items()},
        metrics=numbers,
        start=round(1000 * (ended - seconds)),
        end=round(1000 * ended),
        history=history if history.exists() else None,
    )


def flatten(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested values by names with dots, without those that are None."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= flatten(value, f"{prefix}{name}.")
        elif value is not None:
            found[f"{prefix}{name}"] = value
    return found


def _numbers(values: pd.Series) -> dict[str, float]:
    """Return the finite numbers of a row."""
    numbers = pd.to_numeric(values, errors="coerce")
    return {str(name): float(value) for name, value in numbers.items() if math.isfinite(value)}
