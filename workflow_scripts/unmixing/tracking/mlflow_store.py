"""A study's place in MLflow: a parent run with its files, and a run below it for each run."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, Run, RunTag
from mlflow.exceptions import MlflowException

from learning_curves.errors import UserError
from unmixing.storage import compute_sha256
from unmixing.tracking.run_records import RunRecord

PARENT = "mlflow.parentRunId"
STUDY, RUN, DIGEST, HISTORY = "study", "run", "digest", "history"
FINISHED, FAILED = "FINISHED", "FAILED"
# The most that one request may hold.
MOST_METRICS = 1000
MOST_RUNS = 1000


class MlflowStore:
    """The runs of one study in an MLflow store, which is created if it does not exist.

    Parameters
    ----------
    study : str
        Its name; also that of the experiment, unless MLFLOW_EXPERIMENT_NAME names one.
    results : Path
        Folder of the study, which holds the store unless MLFLOW_TRACKING_URI names one.

    Raises
    ------
    UserError
        If the store cannot be reached, or its experiment was deleted.
    """

    def __init__(self, study: str, results: Path) -> None:
        self.study = study
        here = results.resolve()
        uri = os.environ.get("MLFLOW_TRACKING_URI")
        # The server keeps the files of its own store.
        artifacts = None if uri else (here / "mlflow").as_uri()
        experiment = os.environ.get("MLFLOW_EXPERIMENT_NAME") or study
        try:
            self.client = MlflowClient(uri or f"sqlite:///{here / 'mlflow.db'}")
            found = self.client.get_experiment_by_name(experiment)
            if found is not None and found.lifecycle_stage == "deleted":
                raise UserError(
                    f"The MLflow experiment '{experiment}' was deleted: restore it, or name "
                    "another one by MLFLOW_EXPERIMENT_NAME."
                )
            self.experiment = (
                found.experiment_id
                if found
                else self.client.create_experiment(experiment, artifact_location=artifacts)
            )
        except MlflowException as error:
            raise UserError(f"The MLflow store cannot be used: {error.message}") from error

    def parent(self, start: int, tags: dict[str, str]) -> str:
        """Return the id of the study's own run, with these tags; a new one gets this start time."""
        condition = f"tags.`{STUDY}` = '{self.study}' and tags.`kind` = 'study'"
        found = next(self._search(condition), None)
        if found is None:
            found = self.client.create_run(
                self.experiment,
                start_time=start,
                run_name=self.study,
                tags={STUDY: self.study, "kind": "study"},
            )
        self._log(found, tags=tags)
        return found.info.run_id

    def runs(self, parent: str) -> dict[str, Run]:
        """Return the complete runs below the parent, by name; delete what a killed call left."""
        whole: dict[str, Run] = {}
        for run in self._search(f"tags.`{PARENT}` = '{parent}'"):
            if run.info.status in (FINISHED, FAILED):
                whole[run.data.tags[RUN]] = run
            else:
                self.client.delete_run(run.info.run_id)
        return whole

    def add(self, record: RunRecord, parent: str, histories: bool, before: Run | None) -> bool:
        """Log a run, in place of the one with the same name; return whether that was necessary."""
        if before is not None and before.data.tags.get(DIGEST) == record.digest:
            lacks = histories and record.history and HISTORY not in before.data.tags
            if lacks:
                self._log_history(before, record)
            return bool(lacks)
        tags = record.tags | {
            STUDY: self.study,
            "kind": "run",
            RUN: record.name,
            DIGEST: record.digest,
            PARENT: parent,
        }
        run = self.client.create_run(
            self.experiment, start_time=record.start, run_name=record.name, tags=tags
        )
        self._log(run, record.parameters, [(record.metrics, 0)], record.end)
        if histories:
            self._log_history(run, record)
        status = FINISHED if record.completed else FAILED
        self.client.set_terminated(run.info.run_id, status, end_time=record.end)
        if before is not None:
            self.client.delete_run(before.info.run_id)
        return True

    def add_files(self, parent: str, files: dict[str, Path]) -> int:
        """Add files to the parent, by their paths in it; return how many were new."""
        known = self.client.get_run(parent).data.tags
        added = 0
        for name, path in files.items():
            digest = compute_sha256(path)
            if known.get(f"sha256/{name}") != digest:
                folder = str(Path(name).parent)
                self.client.log_artifact(parent, str(path), None if folder == "." else folder)
                self.client.set_tag(parent, f"sha256/{name}", digest)
                added += 1
        return added

    def finish(self, parent: str, end: int) -> None:
        """Set the end of the study."""
        self.client.set_terminated(parent, FINISHED, end_time=end)

    def _log_history(self, run: Run, record: RunRecord) -> None:
        self._log(run, epochs=[(row, epoch) for epoch, row in record.epochs()], time=record.end)
        self._log(run, tags={HISTORY: "epochs"})

    def _log(
        self,
        run: Run,
        parameters: dict[str, str] | None = None,
        epochs: list[tuple[dict[str, float], int]] | None = None,
        time: int = 0,
        tags: dict[str, str] | None = None,
    ) -> None:
        """Log what is given; the metrics of each epoch are a step."""
        metrics = [
            Metric(name, value, time, step)
            for row, step in epochs or []
            for name, value in row.items()
        ]
        run_id = run.info.run_id
        self.client.log_batch(
            run_id,
            params=[Param(name, value) for name, value in (parameters or {}).items()],
            tags=[RunTag(name, value) for name, value in (tags or {}).items()],
        )
        for first in range(0, len(metrics), MOST_METRICS):
            self.client.log_batch(run_id, metrics=metrics[first : first + MOST_METRICS])

    def _search(self, condition: str) -> Iterator[Run]:
        token: Any = None
        while True:
            page = self.client.search_runs(
                [self.experiment], condition, max_results=MOST_RUNS, page_token=token
            )
            yield from page
            token = page.token
            if not token:
                return
