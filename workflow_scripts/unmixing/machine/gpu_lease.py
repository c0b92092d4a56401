"""A card for each job on one machine: Snakemake counts cards, but assigns none."""

import fcntl
import itertools
import logging
import os
import time
from pathlib import Path
from typing import TextIO

from unmixing.machine.cards import visible_gpus

POLL_SECONDS = 1.0
# Not TMPDIR, which schedulers set for each job.
FOLDER = "/tmp/unmixing-gpus-{user}"
JOBS_OF_SCHEDULERS = ("SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID", "JOB_ID")
# Open for the life of the process: the lock ends with it, however it ends.
_held: list[TextIO] = []


def take_gpu(jobs_per_gpu: int) -> None:
    """Take a slot on a card until this process ends, and see no other card.

    Cards fill evenly: second slots are taken when every card has a first one. If all slots are
    taken, this waits. The one card of a scheduler's job is that job's already, and may have the
    number of another job's.
    """
    cards = visible_gpus()
    if not cards or (_of_scheduler() and len(cards) == 1):
        return
    folder = Path(FOLDER.format(user=os.getuid()))
    folder.mkdir(exist_ok=True)
    slots = list(itertools.product(range(jobs_per_gpu), cards))
    for attempt in itertools.count():
        for slot, card in slots:
            if _take(folder / f"card{card.replace('/', '-')}-slot{slot}"):
                os.environ["CUDA_VISIBLE_DEVICES"] = card
                logging.info("on card %s, slot %d of %d", card, slot + 1, jobs_per_gpu)
                return
        if attempt == 0:
            logging.info("all %d slots of %s are taken: waiting", len(slots), ", ".join(cards))
        time.sleep(POLL_SECONDS)


def hide_gpus() -> None:
    """Leave the cards of this machine to jobs that asked for one; a scheduler's are its job's."""
    if not _of_scheduler():
        os.environ["CUDA_VISIBLE_DEVICES"] = ""


def _of_scheduler() -> bool:
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
