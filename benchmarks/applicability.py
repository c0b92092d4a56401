"""Whether errors are larger where pixels are unlike all labelled ones.

python benchmarks/applicability.py: 100 pixels of Samson and of Jasper Ridge are labelled as in
`nearest_distances.py`, and kernel ridge learns from them all. Its error on other pixels that are
unlike all labelled ones is compared with that on those that are not.
"""

import numpy as np
import pandas as pd
from nearest_distances import PATTERNS, REPETITIONS, keep_labels, measure_error, read_scenes

from unmixing.scenes.applicability import find_applicability
from unmixing.scenes.scene import Scene

# With fewer pixels an error says little.
FEWEST = 10


def compare(scene: Scene, pattern: str, repetition: int) -> dict[str, float]:
    """Return the share of pixels outside, and the error there over that inside."""
    generator = np.random.default_rng([repetition, list(PATTERNS).index(pattern)])
    known = keep_labels(scene, pattern, generator)
    found = find_applicability(known)
    assert found is not None
    outside = found.outside
    labelled = generator.permutation(np.flatnonzero(known.valid))
    errors = [
        measure_error(scene, labelled, np.flatnonzero(tested), repetition)
        if tested.sum() >= FEWEST
        else np.nan
        for tested in (outside, ~outside & ~known.valid)
    ]
    return {"share outside": found.share_outside, "ratio": errors[0] / errors[1]}


def summarise(cell: pd.DataFrame) -> pd.Series:
    """Return the mean share, and the geometric mean and middle 80 % of the ratios there are."""
    ratios = np.log(cell["ratio"].dropna())
    low, high = np.exp(ratios.quantile([0.1, 0.9]))
    return pd.Series(
        {
            "share outside": f"{cell['share outside'].mean():.3f}",
            "error outside over inside": f"{np.exp(ratios.mean()):.1f} ({low:.1f} to {high:.1f})",
            "larger in": f"{(ratios > 0).sum()} of {len(ratios)}",
        }
    )


if __name__ == "__main__":
    rows = [
        {"scene": name, "labels": pattern} | compare(scene, pattern, repetition)
        for name, scene in read_scenes().items()
        for pattern in PATTERNS
        for repetition in REPETITIONS
    ]
    cells = pd.DataFrame(rows).groupby(["scene", "labels"], sort=False)
    print(cells.apply(summarise, include_groups=False).reset_index().to_markdown(index=False))
