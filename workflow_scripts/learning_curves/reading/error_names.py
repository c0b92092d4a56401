"""Which of several errors is meant: held-out ones before others, and never those of training."""

from collections.abc import Iterable, Sequence

from learning_curves.errors import join_items
from learning_curves.reading.names import normalise_name
from learning_curves.reading.parts import PARTS, TRAINING, split_part

# Best first, as `normalise_name` spells them, without the part of the data.
ERRORS = (
    *("overallrmse", "error_rate", "error", "err", "misclassification", "misclassification_rate"),
    *("rmse", "mae", "mse", "loss", "nll", "log_loss", "cross_entropy", "brier", "perplexity"),
    *("wer", "cer", "root_mean_squared_error", "mean_absolute_error", "mean_squared_error"),
    *("logloss", "crossentropy", "nrmse", "rmsle", "mape", "smape", "medae"),
)


def is_error(name: str) -> bool:
    """Whether a name is one of an error, of whichever part of the data."""
    return split_part(name)[1] in ERRORS


def rank_errors(names: Iterable[str]) -> list[str]:
    """Return the names that an error may be guessed from, best first.

    A name that says no part of the data may be of training data, as in the logs of Keras, so names
    that say test or validation come before it.
    """
    return sorted(filter(_may_be_meant, names), key=_rank)


def describe_choice(taken: str, there: Iterable[str], option: str) -> list[str]:
    """Say which errors were passed over, if one might have been meant.

    Parameters
    ----------
    taken : str
        The error that was guessed.
    there : Iterable[str]
        Names of all that could have been.
    option : str
        The option that names another one.
    """
    part, _ = split_part(taken)
    others = [name for name in rank_errors(there) if name != taken]
    if not part or not others:
        return []
    bare = [name for name in others if not split_part(name)[0]]
    held_out = [name for name in others if name not in bare]
    said = []
    if held_out:
        said.append(
            f"{taken} was taken as the error, and not {join_items(held_out, 'or')}: name another "
            f"with {option}."
        )
    if bare:
        verb = "was" if len(bare) == 1 else "were"
        said.append(
            f"{join_items(bare)} {verb} not taken, for {taken} is there: a name without test or "
            f"validation may be of training data. To take it nevertheless: {option} {bare[0]}."
        )
    return said


def describe_training(errors: Sequence[str]) -> list[str]:
    """Doubt errors that the user named and whose names say that they are of training data."""
    return [
        f"{name} is of training data by its name: it does not say how well a method does on new "
        "data."
        for name in errors
        if split_part(name)[0] == TRAINING
    ]


def _may_be_meant(name: str) -> bool:
    part, rest = split_part(name)
    return part != TRAINING and rest in ERRORS


def _rank(name: str) -> tuple[int, int]:
    part, rest = split_part(name)
    # The main error of this package's own studies is always of test data.
    if normalise_name(name) == ERRORS[0]:
        return -1, 0
    return [*PARTS, ""].index(part), ERRORS.index(rest)
