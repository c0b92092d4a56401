"""Labels in some groups, such as plots of a field campaign, tests in whole other groups.

Groups are tested in turn, about equally often: those that hold the test pixels or, without a test
size, half of the valid pixels. The others are labelled one after the other, in random order.

Pixels of one plot are alike, so testing on the plots that labels come from answers too well.
"""

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.groups import find_labelled_groups
from unmixing.scenes.scene import Scene
from unmixing.splits.balanced import choose_balanced_part
from unmixing.splits.strategy import Drawn, Key, Strategy

COUNT = {"type": "integer", "minimum": 0}
# Up to this many tested groups are named.
MOST_NAMED = 12


def draw(
    scene: Scene, n_test: int | None, seed: int, pixels_per_group: int, group_size: int
) -> Drawn:
    """Draw the tested groups, and an order of the others.

    Raises
    ------
    UserError
        If the scene has no groups, or fewer than two.
    """
    valid = scene.valid.ravel()
    group, names = _groups(scene, group_size)
    belongs = valid & (group >= 0)
    held = np.bincount(group[belongs], minlength=len(names))
    if np.count_nonzero(held) < 2:
        raise UserError("all labelled pixels belong to one group, and others have to be tested.")
    wanted = held.sum() / 2 if n_test is None else n_test
    is_tested = choose_balanced_part(held, min(wanted, held.sum()), seed)
    generator = np.random.default_rng(seed)
    tested = generator.permutation(np.flatnonzero(belongs & is_tested[group]))[:n_test]
    others = generator.permutation(np.flatnonzero((held > 0) & ~is_tested))
    pixels = generator.permutation(np.flatnonzero(belongs))
    # Sorted by group, and at random within each.
    pixels = pixels[np.argsort(group[pixels], kind="stable")]
    members = np.split(pixels, np.cumsum(held)[:-1])
    taken = [members[number][: pixels_per_group or None] for number in others]
    eligible = np.concatenate(taken) if taken else np.zeros(0, int)
    numbers = np.flatnonzero(is_tested)
    named = " ".join(names[number] for number in numbers)
    region = f"all but {named}" if len(numbers) <= MOST_NAMED else f"of seed {seed}"
    return Drawn(eligible.astype(np.int32), tested.astype(np.int32), region, group)


def _groups(scene: Scene, group_size: int) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the group of each pixel (n,), -1 of none, and the names of groups."""
    if not group_size:
        found = find_labelled_groups(scene)
        if found is None:
            raise UserError(
                "the scene does not say which pixels belong together, and its labels do not come "
                "in patches: give its table of labels a column such as plot, or make groups of an "
                "image by group_size."
            )
        group, names = found
        return group.ravel(), names
    rows, columns = (np.arange(side) // group_size for side in scene.shape[:2])
    blocks = rows[:, None] * (columns[-1] + 1) + columns
    return blocks.ravel(), tuple(map(str, range(blocks.max() + 1)))


STRATEGY = Strategy(
    draw=draw,
    words="pixels of other groups than the tested ones",
    keys={
        "pixels_per_group": Key(
            "Pixels of a group that may be labelled, at most; 0 takes all.",
            0,
            COUNT,
            ", at most {pixels_per_group} of each",
        ),
        "group_size": Key(
            "Side in pixels of square groups that an image is cut into; 0 takes the groups of the "
            "scene, such as the plots of a table, or else patches of labelled pixels that touch.",
            0,
            COUNT,
            ", in squares of {group_size} x {group_size}",
        ),
    },
    regions="choices of groups",
    in_groups=True,
    needs_image=False,
)
