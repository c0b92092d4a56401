"""How often prediction intervals cover another scene, and how right its probabilities are.

python benchmarks/coverage_across_scenes.py: log ratios of scenes scatter around a mean as normal
variables, as a t of 3 degrees of freedom, or in two groups, and each is measured with an error. A
row says how often the intervals cover the mean and another scene, how wide they are (upper/lower,
median), and how often another scene is below one where its probability was said to be 0.9 or more.
"""

import itertools
from collections.abc import Callable

import numpy as np

from learning_curves.answers.across_data_sets import probability_below_zero
from learning_curves.answers.paired_ratios import paired_ratio, predict_another

STUDIES = 4000
SCENES, SPREADS, ERRORS = (6, 8, 12), (0.1, 0.5, 1.5), 0.2
Draw = Callable[[np.random.Generator, int], np.ndarray]
# Effects of scenes with a standard deviation of one.
EFFECTS: dict[str, Draw] = {
    "normal": lambda generator, n: generator.normal(size=n),
    "t of 3": lambda generator, n: generator.standard_t(3, n) / np.sqrt(3),
    "two groups": lambda generator, n: generator.choice([-1, 1], n) + generator.normal(0, 0.1, n),
}


def simulate() -> None:
    """Print a row per kind of effect, number of scenes and spread."""
    print("| effects | scenes | spread | mean | another | width | said | true |")
    print("|---|---|---|---|---|---|---|---|")
    for (kind, draw), n, spread in itertools.product(EFFECTS.items(), SCENES, SPREADS):
        generator = np.random.default_rng([n, int(10 * spread)])
        found = np.array([simulate_study(generator, draw, n, spread) for _ in range(STUDIES)])
        covers_mean, covers_next, reach, share, below = found.T
        sure = share >= 0.9
        said = (
            f"{share[sure].mean():.2f} | {below[sure].mean():.2f}" if sure.sum() > 99 else "- | -"
        )
        print(
            f"| {kind} | {n} | {spread} | {covers_mean.mean():.3f} | {covers_next.mean():.3f} | "
            f"{np.exp(2 * np.median(reach)):.3g} | {said} |",
            flush=True,
        )


def simulate_study(
    generator: np.random.Generator, draw: Draw, n: int, spread: float
) -> tuple[float, float, float, float, float]:
    """Return whether mean and next scene are covered, the reach, a probability and its truth."""
    mean = generator.normal(0, 1)
    errors = ERRORS * generator.uniform(0.5, 1.5, n)
    truths = mean + spread * draw(generator, n + 1)
    measured = truths[:n] + errors * generator.normal(size=n)
    of_mean = np.log([paired_ratio(measured)[end] for end in ("ratio_low", "ratio_high")])
    low, high = predict_another(measured)
    share, below = probability_below_zero(measured), float(truths[n] < 0)
    # The sign is arbitrary: the more probable one is said.
    if share < 0.5:
        share, below = 1 - share, 1 - below
    return (
        float(of_mean[0] <= mean <= of_mean[1]),
        float(low <= truths[n] <= high),
        (high - low) / 2,
        share,
        below,
    )


if __name__ == "__main__":
    simulate()
