"""Which column of a table holds what, as given by the user or guessed from usual names."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from learning_curves.errors import UserError, did_you_mean, join_items
from learning_curves.reading.error_names import rank_errors
from learning_curves.reading.names import normalise_name

# Best first, as `normalise_name` spells them.
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
}
OPTIONAL = ("data_set", "condition")
# What counts training within a run, so that its rows are no runs.
EPOCHS = ("epoch", "epochs", "step", "global_step", "iteration", "iter", "round")


class Columns(NamedTuple):
    """The columns of a table; figures and headlines are about the first of `errors`."""

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
        Role of a column (a key of `USUAL`) -> its name, None to guess it.
    errors : Sequence[str]
        Names of the columns of errors; if empty, one is guessed.

    Raises
    ------
    UserError
        If a column does not exist or cannot be guessed.
    """
    refuse_unknown(there, [*filter(None, given.values()), *errors])
    found = guess_roles(there, given)
    guessed = [] if errors else rank_errors(there)[:1]
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


def refuse_unknown(there: Sequence[str], named: Sequence[str]) -> None:
    """Refuse names of columns that are not there."""
    for name in named:
        if name not in there:
            hint = did_you_mean(name, there)
            raise UserError(f"There is no column '{name}', only {join_items(there)}.{hint}")


def name_option(role: str) -> str:
    """Return the command-line option for the name of a column."""
    return f"--{role.replace('_', '-')}"


def guess_roles(there: Sequence[str], given: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the column of every role of `USUAL`, given or guessed."""
    # A column `split` named as the condition is not a repetition, nor is `data` a data set.
    free = [name for name in there if name not in given.values()]
    return {
        role: given.get(role)
        or guess_column(role, free if role in ("repetition", *OPTIONAL) else there)
        for role in USUAL
    }


def guess_column(role: str, there: Sequence[str]) -> str | None:
    """Return the column with the best of the usual names of a role."""
    names = {normalise_name(name): name for name in reversed(there)}
    return next((names[usual] for usual in USUAL[role] if usual in names), None)


def _needed(role: str, found: str | None, there: Sequence[str]) -> str:
    if found:
        return found
    hint = (
        " (or number the runs of each method and size, in a column called repetition)"
        if role == "repetition"
        else ""
    )
    raise UserError(
        f"No column of {join_items(there)} has a usual name for the {role}: "
        f"name it with {name_option(role)} COLUMN{hint}."
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
                f"The column '{name}' cannot be the {join_items(several)} at once: name the "
                f"columns with {join_items(list(map(name_option, several)))}."
            )
