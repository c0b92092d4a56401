"""The input of a run as a file, for a program that runs elsewhere."""

from dataclasses import replace
from pathlib import Path

from unmixing.storage import atomic_write
from unmixing.training.exchange import write_input
from unmixing.training.protocol import AskedRun, Job
from unmixing.training.tasks import prepare


def export_input(job: Job, asked: AskedRun, path: str | Path) -> None:
    """Write what a command would be given in a run (docs/commands.md).

    Spectra are in the units of the scene, also for a method that takes scaled ones.
    """
    unscaled = replace(job, method=replace(job.method, scaled=False))
    with atomic_write(path) as temporary:
        write_input(temporary, prepare(unscaled, asked), asked.scene, asked.split.test)
