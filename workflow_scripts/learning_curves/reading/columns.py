"""Which column of a table says what: as it was named, or by its usual names."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from learning_curves.errors import UserError, did_you_mean, listed

# Best first. Letters are small, and other characters an underscore.
USUAL = {
    "method": (
        *("method", "model", "algorithm", "classifier", "regressor", "estimator", "learner"),
        *("architecture", "network", "approach", "system"),
    ),
    "size": (
        *("n_train_pixels", "n_train", "train_size", "training_size", "training_set_size"),
        *("n_training", "n_train_samples", "n_training_samples", "train_samples", "n_samples"),
        *("n_labels", "n_labelled", "n_labeled", "n_examples", "num_train", "num_samples"),
        *("samples", "budget", "size", "n"),
    ),
    "repetition": (
        *("seed", "random_seed", "random_state", "repetition", "repeat", "replicate", "rep"),
        *("run", "trial", "split", "fold"),
    ),
    "data_set": ("scene", "dataset", "data_set", "data", "task", "problem", "benchmark", "domain"),
    "condition": ("condition", "setting", "scenario", "protocol", "variant"),
    "error": (
        *("overallrmse", "test_error", "test_error_rate", "error_rate", "error", "err"),
        *("misclassification", "misclassification_rate", "test_rmse", "rmse", "test_mae", "mae"),
        *("test_mse", "mse", "test_loss", "loss", "nll", "log_loss", "cross_entropy", "brier"),
        *("perplexity", "wer", "cer"),
    ),
}
OPTIONAL = ("data_set", "condition")


class Columns(NamedTuple):
    """The columns of a table; `errors` begins with the one that figures and headlines are of."""

    method: str
    size: str
    repetition: str
    errors: tuple[str, ...]
    data_set: str | None = None
    condition: str | None = None


def find_columns(
    there: Sequence[str],
    given: dict[str, str | None],
    errors: Sequence[str] = (),
) -> Columns:
    """Find the columns of a table.

    Parameters
    ----------
    there : Sequence[str]
        The columns of the table.
    given : dict[str, str or None]
        What a column says (a key of `USUAL`) -> its name, None to guess it.
    errors : Sequence[str]
        Names of the columns of errors; empty guesses one.

    Raises
    ------
    UserError
        If a column is not there, or cannot be guessed.
    """
    for name in [*filter(None, given.values()), *errors]:
        if name not in there:
            hint = did_you_mean(name, there)
            raise UserError(f"There is no column '{name}', only {listed(there)}.{hint}")
    found = {role: given.get(role) or _guess(role, there) for role in USUAL if role != "error"}
    guessed = [] if errors else filter(None, [_guess("error", there)])
    columns = Columns(
        method=_needed("method", found["method"], there),
        size=_needed("size", found["size"], there),
        repetition=_needed("repetition", found["repetition"], there),
        errors=tuple(dict.fromkeys(errors)) or tuple(guessed),
        data_set=found["data_set"],
        condition=found["condition"],
    )
    if not columns.errors:
        _needed("error", None, there)
    _refuse_twice(columns)
    return columns


def plain(name: str) -> str:
    """Return a column's name in small letters, with underscores between its words."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def option_of(role: str) -> str:
    """Return the option of the command that names a column."""
    return f"--{role.replace('_', '-')}"


def _guess(role: str, there: Sequence[str]) -> str | None:
    names = {plain(name): name for name in reversed(there)}
    return next((names[usual] for usual in USUAL[role] if usual in names), None)


def _needed(role: str, found: str | None, there: Sequence[str]) -> str:
    if found:
        return found
    hint = " (a table without repetitions takes a column of zeros)" if role == "repetition" else ""
    raise UserError(
        f"No column of {listed(there)} has a usual name for the {role}: "
        f"name it by {option_of(role)}, as in {option_of(role)} COLUMN{hint}."
    )


def _refuse_twice(columns: Columns) -> None:
    roles = columns._asdict()
    named = [
        (role, roles[role]) for role in ("method", "size", "repetition", *OPTIONAL) if roles[role]
    ]
    named += [("error", name) for name in columns.errors]
    roles_of: dict[str, list[str]] = {}
    for role, name in named:
        roles_of.setdefault(name, []).append(role)
    for name, several in roles_of.items():
        if len(several) > 1:
            raise UserError(
                f"The column '{name}' cannot be the {listed(several)} at once: name the columns by "
                f"{listed(list(map(option_of, several)))}."
            )
