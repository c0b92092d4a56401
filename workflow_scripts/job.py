"""What the scripts of rules share: their log, readable errors, and the axes of a run."""

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from learning_curves.errors import UserError

# Jobs have no screen: figures go into files.
os.environ.setdefault("MPLBACKEND", "Agg")


@contextmanager
def logged_job(path: str) -> Iterator[TextIO]:
    """Send all output of the block to a log; show errors on the terminal too.

    The output of C libraries goes there too. A `UserError` ends the job with its sentence and no
    traceback; any other exception, `SystemExit` too, leaves its traceback in the log. The block
    gets the terminal, for the few jobs whose result is a sentence.
    """
    terminal = os.fdopen(os.dup(sys.stderr.fileno()), "w")
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as log:
        os.dup2(log.fileno(), sys.stdout.fileno())
        os.dup2(log.fileno(), sys.stderr.fileno())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    try:
        yield terminal
    except UserError as error:
        logging.error("Error: %s", error)
        print(f"\nError: {error}\n", file=terminal, flush=True)
        sys.exit(1)
    # Code of a user's may end the process by itself, which would leave no trace of why.
    except (Exception, SystemExit) as error:
        logging.exception("The job failed")
        print(f"\n{type(error).__name__}: {error} (see {path})\n", file=terminal, flush=True)
        sys.exit(1)


def axes_of(wildcards: Mapping[str, str], train_size: str, seed: str) -> dict[str, Any]:
    """Return the axes of one run; jobs on several runs have no wildcards for size and seed."""
    return dict(wildcards) | {"train_size": train_size, "seed": int(seed)}
