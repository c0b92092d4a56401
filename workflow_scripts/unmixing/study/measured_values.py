"""What a row of a table of runs must hold to stand for a run.

Pandas, which `tables` loads, is loaded where there are rows alone: a study is read for every job.
"""

import math
from collections.abc import Iterator, Mapping

N_TRAIN_PIXELS = "n_train_pixels"


def columns() -> list[str]:
    """Name the columns that `faults` looks at."""
    from unmixing.vocabulary import ERRORS

    return ["status", N_TRAIN_PIXELS, *ERRORS]


def faults(values: Mapping[str, str]) -> Iterator[str]:
    """Say what is wrong with the values of a row, a sentence each without its end.

    Parameters
    ----------
    values : Mapping[str, str]
        Column -> text, of all of `columns`.
    """
    from learning_curves.columns import STATUSES
    from unmixing.vocabulary import ERRORS

    status = values["status"]
    if status not in STATUSES:
        yield f"status is '{status}', and a run has {' or '.join(STATUSES)}"
    pixels = _number(values[N_TRAIN_PIXELS])
    if not (pixels >= 1 and pixels.is_integer()):
        yield f"{N_TRAIN_PIXELS} is '{values[N_TRAIN_PIXELS]}', no count of pixels"
    if status == STATUSES[0]:
        for name in ERRORS:
            if not 0 <= _number(values[name]) < math.inf:
                yield f"{name} of a completed run is '{values[name]}', no error of 0 or more"


def _number(text: str) -> float:
    """Read a number, NaN where there is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan
