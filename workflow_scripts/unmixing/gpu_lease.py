"""A card for each job on one machine: Snakemake counts cards, but assigns none."""

import fcntl
import itertools
import os
import tempfile
import time
from pathlib import Path

POLL_SECONDS = 1.0
# Open for the life of the process: the lock ends with it, however it ends.
_held = []


def visible_gpus() -> list[str]:
    """Return the cards this process may use, as CUDA_VISIBLE_DEVICES names them."""
    named = os.environ.get("CUDA_VISIBLE_DEVICES")
    if named is not None:
        return [card.strip() for card in named.split(",") if card.strip()]
    # CUDA counts from zero whatever the numbers of the files, as in a container with some cards.
    return [str(card) for card, _ in enumerate(Path("/dev").glob("nvidia[0-9]*"))]


def take_gpu(jobs_per_gpu: int) -> None:
    """Take a slot on a card until this process ends, and see no other card.

    Cards fill evenly: second slots are taken when every card has a first one. With one visible card
    there is nothing to choose, as in a job that a cluster gave its card to. If all slots are
    taken, this waits.
    """
    cards = visible_gpus()
    if len(cards) < 2:
        return
    folder = Path(tempfile.gettempdir()) / f"unmixing-gpus-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    slots = list(itertools.product(range(jobs_per_gpu), cards))
    while True:
        for slot, card in slots:
            if _take(folder / f"card{card.replace('/', '-')}-slot{slot}"):
                os.environ["CUDA_VISIBLE_DEVICES"] = card
                return
        time.sleep(POLL_SECONDS)


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
