"""What other programs say about how a run ended: one that did not complete has no error."""

from collections import Counter

import pandas as pd

from learning_curves.columns import STATUSES
from learning_curves.errors import join_items
from learning_curves.reading.names import normalise_name

NAMES = ("status", "run_status", "job_status", "state")
COMPLETED = {
    *("", "completed", "complete", "ok", "okay", "success", "successful", "succeeded", "finished"),
    *("done", "true", "yes", "passed", "1", "1_0"),
}
FAILED = {
    *("timed_out", "time_out", "out_of_memory", "nan", "diverged", "interrupted", "preempted"),
    *("pending", "queued", "running", "started", "scheduled", "waiting", "pruned", "skipped"),
    *("incomplete", "false", "no", "missing", "none", "node_fail", "terminated"),
}
# What such a word begins with, as in `failed` and `CANCELLED by 1000`.
FAILED_STARTS = ("fail", "kill", "error", "crash", "oom", "timeout", "cancel", "abort")


def clear_failed(
    cells: pd.DataFrame, errors: list[str], named: list[str]
) -> tuple[pd.DataFrame, list[str]]:
    """Empty the errors of runs whose status says that they did not complete.

    Parameters
    ----------
    cells : DataFrame
        As `read_cells` returns it.
    errors : list[str]
        The columns of errors.
    named : list[str]
        Columns that hold something else.

    Returns
    -------
    tuple[DataFrame, list[str]]
        The cells, and sentences about what was done.
    """
    notes: list[str] = []
    for name in cells:
        if normalise_name(name) in NAMES and name not in (*errors, *named):
            cells, said = _clear(cells, errors, name)
            notes += said
    return cells, notes


def _clear(cells: pd.DataFrame, errors: list[str], name: str) -> tuple[pd.DataFrame, list[str]]:
    words = cells[name].map(normalise_name)
    failed = words.isin(FAILED) | words.str.startswith(FAILED_STARTS)
    # A column called state may hold states of a country.
    if normalise_name(name) == "state" and (failed | words.isin(COMPLETED)).mean() <= 0.5:
        return cells, []
    # The words of this package's own tables are understood where runs are read.
    if set(words) <= {*STATUSES, ""}:
        return cells, []
    # Alone, 0 may be the exit code of a run without a fault.
    if words.isin(("1", "1_0")).any():
        failed |= words.isin(("0", "0_0"))
    notes = _describe(cells[name], failed, words, name)
    there = [column for column in errors if column in cells]
    return cells.assign(**{column: cells[column].mask(failed, "") for column in there}), notes


def _describe(texts: pd.Series, failed: pd.Series, words: pd.Series, name: str) -> list[str]:
    notes = []
    if failed.any():
        notes.append(
            f"{_runs(failed.sum())} as failed, without an error, for '{name}' says "
            f"{_count(texts[failed])}."
        )
    unknown = ~failed & ~words.isin(COMPLETED)
    if unknown.any():
        notes.append(
            f"{_runs(unknown.sum())} as completed, though '{name}' says {_count(texts[unknown])}, "
            "which is not a known status: leave the error empty where a run failed."
        )
    return notes


def _runs(count: int) -> str:
    return f"{count:,} run counts" if count == 1 else f"{count:,} runs count"


def _count(texts: pd.Series) -> str:
    counts = Counter(texts).most_common(4)
    return join_items([f"'{text}' ({count:,})" for text, count in counts], "or")
