"""The noise of a condition on the spectra and labels of a scene."""

import dataclasses

import numpy as np

from unmixing.scenes.scene import Scene
from unmixing.splits.condition import Noise
from unmixing.splits.split import Split


def apply_noise(scene: Scene, split: Split, noise: Noise, seed: int) -> Scene:
    """Return a scene with noise, the same for all methods of a seed.

    With `noise_on: train` all pixels but the tested ones have noisy spectra, and with `test` only
    the tested ones; this holds for neighbours in patches too. Only labels of pixels that train or
    validate are perturbed; tests use the true ones.
    """
    if noise == Noise():
        return scene
    cube, abundances = scene.cube, scene.abundances
    if noise.snr is not None:
        noisy = make_noisy_cube(scene, noise.snr, seed)
        tested = np.zeros(scene.valid.size, bool)
        tested[split.test] = True
        where = {"both": tested | True, "train": ~tested, "test": tested}[noise.noise_on]
        cube = np.where(where.reshape(scene.valid.shape)[..., None], noisy, np.asarray(cube))
    if noise.label_noise:
        labelled = np.concatenate([split.validation, split.train])
        labels = scene.labels.copy()
        labels[labelled] = make_noisy_labels(labels[labelled], noise.label_noise, labelled, seed)
        abundances = labels.reshape(abundances.shape)
    return dataclasses.replace(scene, cube=cube, abundances=abundances)


def make_noisy_cube(scene: Scene, snr: float, seed: int) -> np.ndarray:
    """Add white noise, with the mean square of the valid spectra over 10^(snr / 10).

    Nothing is clipped: (height, width, bands) float32.
    """
    cube = np.asarray(scene.cube)
    power = np.mean(np.square(cube[scene.valid], dtype=np.float64))
    deviation = np.sqrt(power / 10 ** (snr / 10))
    noise = np.random.default_rng([seed, 1]).normal(0, deviation, cube.shape)
    return (cube + noise).astype(np.float32)


def make_noisy_labels(
    abundances: np.ndarray, deviation: float, pixels: np.ndarray, seed: int
) -> np.ndarray:
    """Add white noise to labels, and project the result on the simplex.

    Inside the simplex, the projection only removes the mean of the noise: each label is off by
    `deviation` times sqrt(1 - 1 / p) rms, and by less at the border. A pixel has the same noise at
    every train size.

    Parameters
    ----------
    abundances : ndarray
        (n, p).
    deviation : float
        Standard deviation of the noise.
    pixels : ndarray
        (n,) row-major indices, which select the noise.

    Returns
    -------
    (n, p) float32
    """
    p = abundances.shape[1]
    count = int(pixels.max()) + 1
    noise = np.random.default_rng([seed, 2]).normal(0, deviation, (count, p))[pixels]
    return project_on_simplex(abundances + noise).astype(np.float32)


def project_on_simplex(points: np.ndarray) -> np.ndarray:
    """Project points on the simplex: (n, p) -> (n, p), not negative and of sum one.

    J. Duchi, S. Shalev-Shwartz, Y. Singer, T. Chandra, "Efficient projections onto the l1-ball for
    learning in high dimensions", ICML 2008. It is not FCLS with unit vectors: trainings import this
    module, and an edit of an unmixing method should not make them run again.
    """
    falling = -np.sort(-points, axis=1)
    excess = (falling.cumsum(axis=1) - 1) / np.arange(1, points.shape[1] + 1)
    n_positive = (falling > excess).sum(axis=1)
    shift = excess[np.arange(len(points)), n_positive - 1]
    return np.maximum(points - shift[:, None], 0)
