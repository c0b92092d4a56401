"""Predictions that were made elsewhere: which a study needs and lacks."""

from collections.abc import Collection

from learning_curves.errors import UserError, shorten_path
from unmixing.study import paths
from unmixing.study.runs import Run, runs
from unmixing.study.study import Study

MOST_NAMED = 3


def check_predictions(study: Study, model: str, given: Collection[Run] = ()) -> None:
    """Refuse a model whose folder lacks predictions that the study needs.

    Parameters
    ----------
    given : Collection[Run]
        Runs that come with tables of other machines.

    Raises
    ------
    UserError
        If predictions are missing; the message names them.
    """
    folder = study.elsewhere[model]
    needed = [run for run in runs(study) if run.model == model and run not in given]
    names = [f"{paths.CELL.format(**run._asdict())}.h5" for run in needed]
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        more = len(missing) - MOST_NAMED
        raise UserError(
            f"models.{model}: {len(missing):,} of {len(names):,} predictions are not in "
            f"{shorten_path(folder)}: {', '.join(missing[:MOST_NAMED])}"
            f"{f' and {more:,} more' if more > 0 else ''}. Write the inputs with `snakemake "
            f"inputs --config 'only_models=[{model}]'`, predict them, and put each output there "
            "under the name of its input; or narrow the scenes, conditions, train_sizes or seeds "
            "of the model."
        )
