"""What a row of a table of runs must hold to stand in for a run.

Imports that load Pandas are inside functions, because every job reads the study.
"""

import math
from collections.abc import Iterator, Mapping

N_TRAIN_PIXELS = "n_train_pixels"


def list_columns() -> list[str]:
    """List the columns that `find_faults` checks."""
    from unmixing.vocabulary import ERRORS

    return ["status", N_TRAIN_PIXELS, *ERRORS]


def find_faults(values: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with the values of a row, each a sentence without its full stop.

    Parameters
    ----------
    values : Mapping[str, str]
        Column -> text, for all of `list_columns`.
    """
    from learning_curves.columns import STATUSES
    from unmixing.vocabulary import ERRORS

    status = values["status"]
    if status not in STATUSES:
        yield f"status is '{status}', and a run has {' or '.join(STATUSES)}"
    pixels = _number(values[N_TRAIN_PIXELS])
    if not (pixels >= 1 and pixels.is_integer()):
        yield f"{N_TRAIN_PIXELS} is '{values[N_TRAIN_PIXELS]}', not a count of pixels"
    if status == STATUSES[0]:
        for name in ERRORS:
            if not 0 <= _number(values[name]) < math.inf:
                yield f"{name} of a completed run is '{values[name]}', not an error of 0 or more"


def _number(text: str) -> float:
    """Read a number; NaN if the text is not one."""
    try:
        return float(text)
    except ValueError:
        return math.nan
