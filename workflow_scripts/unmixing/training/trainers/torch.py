"""The trainer of networks that are written in PyTorch."""

from collections.abc import Iterable, Iterator

from learning_curves.errors import UserError
from unmixing.training.protocol import AskedRun, Job, TrainedRun


def train(job: Job, asked: Iterable[AskedRun]) -> Iterator[TrainedRun]:
    """Import PyTorch, and train one run after another.

    Raises
    ------
    UserError
        If it is not installed.
    """
    try:
        from unmixing.training.torch_run import run_networks
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise UserError(
            "this network is written in PyTorch, which is not installed: install "
            "requirements-torch.txt (docs/your_method.md)."
        ) from None
    yield from run_networks(job, asked)


TRAINER = train
