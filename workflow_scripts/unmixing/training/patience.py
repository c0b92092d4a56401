"""When the trainings of several seeds end, and whose weights are to be kept: early stopping."""

import numpy as np


class Patience:
    """Follows a validation loss a seed, as Keras's `EarlyStopping` follows one.

    Parameters
    ----------
    seeds : int
        How many there are.
    patience : int
        Epochs without a better loss after which a seed's training ends.

    Attributes
    ----------
    running : ndarray
        (seeds,), which still train.
    epochs : ndarray
        (seeds,), how many each was trained for.
    """

    def __init__(self, seeds: int, patience: int) -> None:
        self.patience = patience
        self.running = np.ones(seeds, bool)
        self.epochs = np.zeros(seeds, int)
        self._best = np.empty(seeds)
        self._waited = np.zeros(seeds, int)

    def take(self, losses: np.ndarray) -> np.ndarray:
        """Take the losses of an epoch, and say whose weights are to be kept: (seeds,)."""
        # The first is the best so far, whatever it is: one that is no number is never bettered.
        is_first = not self.epochs.any()
        self.epochs[self.running] += 1
        better = self.running & (is_first | (losses < self._best))
        self._best[better] = losses[better]
        self._waited = np.where(better, 0, self._waited + 1)
        ends = (self._waited >= self.patience) & (self.epochs > 1)
        self.running &= ~ends
        return better
