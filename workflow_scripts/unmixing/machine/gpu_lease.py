"""A GPU for each job on one machine: Snakemake counts GPUs, but assigns none."""

import fcntl
import itertools
import logging
import os
import time
from pathlib import Path
from typing import TextIO

from unmixing.machine.gpus import visible_gpus

POLL_SECONDS = 1.0
# Not TMPDIR, which schedulers set for each job.
FOLDER = "/tmp/unmixing-gpus-{user}"
JOBS_OF_SCHEDULERS = ("SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID", "JOB_ID")
# Kept open: the locks end with the process, however it ends.
_held: list[TextIO] = []


def take_gpu(jobs_per_gpu: int) -> None:
    """Take a slot on a GPU until this process ends, and hide the other GPUs.

    GPUs fill evenly: second slots are taken once the first slot of every GPU is taken. If all slots
    are taken, this waits. The only GPU of a scheduler's job is its own already: jobs of a
    scheduler may see different GPUs under one number.
    """
    gpus = visible_gpus()
    if not gpus or (_has_scheduler() and len(gpus) == 1):
        return
    folder = Path(FOLDER.format(user=os.getuid()))
    folder.mkdir(exist_ok=True)
    slots = list(itertools.product(range(jobs_per_gpu), gpus))
    for attempt in itertools.count():
        for slot, gpu in slots:
            if _take(folder / f"card{gpu.replace('/', '-')}-slot{slot}"):
                os.environ["CUDA_VISIBLE_DEVICES"] = gpu
                logging.info("on GPU %s, slot %d of %d", gpu, slot + 1, jobs_per_gpu)
                return
        if attempt == 0:
            logging.info("all %d slots of %s are taken: waiting", len(slots), ", ".join(gpus))
        time.sleep(POLL_SECONDS)


def hide_gpus() -> None:
    """Hide GPUs from a job that asked for none, unless a scheduler assigned them."""
    if not _has_scheduler():
        os.environ["CUDA_VISIBLE_DEVICES"] = ""


def _has_scheduler() -> bool:
    return any(variable in os.environ for variable in JOBS_OF_SCHEDULERS)


def _take(path: Path) -> bool:
    """Lock a file if nobody holds it."""
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return False
    _held.append(file)
    return True
