"""A scene as a condition lets methods see it: with noise on spectra and on labels."""

import dataclasses

import numpy as np

from unmixing.scenes.scene import Scene
from unmixing.splits.condition import Noise
from unmixing.splits.split import Split


def with_noise(scene: Scene, split: Split, noise: Noise, seed: int) -> Scene:
    """Return what methods see of a scene: the same for all methods of a seed.

    With `noise_on: train` all pixels but the tested ones have noisy spectra, and with `test` these
    alone: a neighbour in a patch is a pixel of the image, and noisy as it is there. Only labels of
    pixels that train or validate are perturbed; what is tested is tested on the truth.
    """
    if noise == Noise():
        return scene
    cube, abundances = scene.cube, scene.abundances
    if noise.snr is not None:
        noisy = noisy_cube(scene, noise.snr, seed)
        tested = np.zeros(scene.valid.size, bool)
        tested[split.test] = True
        where = {"both": tested | True, "train": ~tested, "test": tested}[noise.noise_on]
        cube = np.where(where.reshape(scene.valid.shape)[..., None], noisy, cube)
    if noise.label_noise:
        labelled = np.concatenate([split.validation, split.train])
        labels = scene.labels.copy()
        labels[labelled] = noisy_labels(labels[labelled], noise.label_noise, labelled, seed)
        abundances = labels.reshape(abundances.shape)
    return dataclasses.replace(scene, cube=cube, abundances=abundances)


def noisy_cube(scene: Scene, snr: float, seed: int) -> np.ndarray:
    """Add white noise whose mean square is that of the valid spectra over 10^(snr / 10).

    Nothing is clipped: (height, width, bands) float32.
    """
    power = np.mean(np.square(scene.cube[scene.valid], dtype=np.float64))
    deviation = np.sqrt(power / 10 ** (snr / 10))
    noise = np.random.default_rng([seed, 1]).normal(0, deviation, scene.cube.shape)
    return (scene.cube + noise).astype(np.float32)


def noisy_labels(
    abundances: np.ndarray, deviation: float, pixels: np.ndarray, seed: int
) -> np.ndarray:
    """Add white noise to labels, and take the nearest abundances to that.

    The nearest point that is not negative and sums to one: inside the simplex that only takes out
    the mean of the noise, so each label is off by `deviation` times sqrt(1 - 1 / p) rms, and by
    less at its border. A pixel has the same noise at every train size.

    Parameters
    ----------
    abundances : ndarray
        (n, p).
    deviation : float
        Standard deviation of the noise.
    pixels : ndarray
        (n,) row-major indices, which the noise is drawn by.

    Returns
    -------
    (n, p) float32
    """
    p = abundances.shape[1]
    count = int(pixels.max()) + 1
    noise = np.random.default_rng([seed, 2]).normal(0, deviation, (count, p))[pixels]
    return nearest_abundances(abundances + noise).astype(np.float32)


def nearest_abundances(points: np.ndarray) -> np.ndarray:
    """Project points on the simplex: (n, p) -> (n, p), not negative and of sum one.

    J. Duchi, S. Shalev-Shwartz, Y. Singer, T. Chandra, "Efficient projections onto the l1-ball for
    learning in high dimensions", ICML 2008. Trainings import this module, and should not be made
    anew where an unmixing method is edited, so it is not FCLS with unit vectors.
    """
    falling = -np.sort(-points, axis=1)
    excess = (falling.cumsum(axis=1) - 1) / np.arange(1, points.shape[1] + 1)
    n_positive = (falling > excess).sum(axis=1)
    shift = excess[np.arange(len(points)), n_positive - 1]
    return np.maximum(points - shift[:, None], 0)
