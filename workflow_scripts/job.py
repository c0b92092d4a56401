"""What scripts of rules share: their log, errors a person can read, and the axes of a run."""

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from learning_curves.errors import UserError

# Figures go into files: no job needs a screen.
os.environ.setdefault("MPLBACKEND", "Agg")


@contextmanager
def logged_job(path: str) -> Iterator[None]:
    """Send all output of the block to a log; put a user's mistake on the terminal too.

    Whatever a C library prints goes there as well. A `UserError` ends the job with its sentence
    and no traceback; any other exception leaves its traceback in the log.
    """
    terminal = os.fdopen(os.dup(sys.stderr.fileno()), "w")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        yield
    except UserError as error:
        logging.error("Error: %s", error)
        print(f"\nError: {error}\n", file=terminal, flush=True)
        sys.exit(1)
    except Exception as error:
        logging.exception("The job failed")
        print(f"\n{type(error).__name__}: {error} (see {path})\n", file=terminal, flush=True)
        sys.exit(1)


def axes_of(wildcards: Mapping[str, str], train_size: str, seed: str) -> dict[str, Any]:
    """Return the axes of one run: a job on many has no such wildcards."""
    return dict(wildcards) | {"train_size": train_size, "seed": int(seed)}
