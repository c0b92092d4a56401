"""Early stopping of several seeds at once."""

import numpy as np


class Patience:
    """Follows the validation loss of each seed, as Keras's `EarlyStopping` follows one.

    Parameters
    ----------
    seeds : int
        Number of seeds.
    patience : int
        Epochs without a better loss after which a seed's training ends.

    Attributes
    ----------
    running : ndarray
        (seeds,), whether each still trains.
    epochs : ndarray
        (seeds,), for how many epochs each was trained.
    """

    def __init__(self, seeds: int, patience: int) -> None:
        self.patience = patience
        self.running = np.ones(seeds, bool)
        self.epochs = np.zeros(seeds, int)
        self._best = np.empty(seeds)
        self._waited = np.zeros(seeds, int)

    def take(self, losses: np.ndarray) -> np.ndarray:
        """Take the losses of an epoch, and return whose weights to keep: (seeds,)."""
        # As in Keras, the first loss is the best so far even if it is NaN, and then stays the best.
        is_first = not self.epochs.any()
        self.epochs[self.running] += 1
        better = self.running & (is_first | (losses < self._best))
        self._best[better] = losses[better]
        self._waited = np.where(better, 0, self._waited + 1)
        ends = (self._waited >= self.patience) & (self.epochs > 1)
        self.running &= ~ends
        return better
