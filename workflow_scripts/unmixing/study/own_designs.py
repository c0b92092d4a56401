"""The conditions and sizes of a first study: designs of campaigns where labels come in groups."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.groups import FEWEST, find_labelled_groups
from unmixing.scenes.scene import Scene
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_pixels

GROUPS, STANDARD = "groups", "standard"
LARGEST_SIZE = 1000
LARGEST_TEST_SIZE = 2500
# Where labels come from plots, fewer seeds say little about another plot.
SEEDS_OF_PLOTS = 20
# With fewer pixels, none of the labelled ones would validate.
SMALLEST_SIZE = 10
# Fewer make no curve.
FEWEST_SIZES = 3
# One in so many labelled pixels is tested.
TESTED = 3
INSTEAD = "so `make new` plans random pixels, which answer too well"
DIVIDE = "give parts of it ids of their own, or label more in others"
# Pixels labelled in a group, in addition to all of them.
FEW_PIXELS = (1, 4)


class Plan(NamedTuple):
    """The data side of a first study.

    Attributes
    ----------
    conditions : dict[str, dict[str, Any]]
        As in a config, the first one first.
    train_sizes : list[int]
        Of all conditions.
    test_size : int
        Test pixels.
    """

    conditions: dict[str, dict[str, Any]]
    train_sizes: list[int]
    test_size: int


def plan_groups(scene: Scene) -> Plan | None:
    """Plan campaigns that label all, one or four pixels of a group, and random pixels.

    None where labels do not come in groups, or in too few to label some and test others.
    """
    held = _count_labelled(scene)
    if len(held) < FEWEST:
        return None
    test_size = _choose_test_size(held)
    most = _count_most(scene, test_size, 0)
    sizes = choose_sizes(min(LARGEST_SIZE, most))
    if len(sizes) < FEWEST_SIZES:
        return None
    conditions: dict[str, dict[str, Any]] = {GROUPS: {"split": GROUPS, "train_sizes": sizes}}
    for pixels in FEW_PIXELS:
        few = _count_most(scene, test_size, pixels)
        of_few = choose_sizes(few)
        # With half of all pixels, it is hardly another design.
        if len(of_few) >= FEWEST_SIZES and few < most / 2:
            conditions[f"{GROUPS}_{pixels}"] = {
                "split": GROUPS,
                "pixels_per_group": pixels,
                "train_sizes": of_few,
            }
    conditions[STANDARD] = {"train_sizes": list(sizes)}
    every = {size for condition in conditions.values() for size in condition["train_sizes"]}
    return Plan(conditions, sorted(every), test_size)


def doubt_groups(scene: Scene, plan: Plan | None) -> str:
    """Say what few or unequal groups keep a first study from; nothing where they do not.

    Parameters
    ----------
    plan : Plan or None
        As `plan_groups` returns it.
    """
    held = _count_labelled(scene)
    if not held:
        return ""
    come = f"labels come from {len(held)} groups"
    if len(held) < FEWEST:
        return f"{come}, too few to test on others, {INSTEAD}: label {FEWEST} or more"
    name, labelled = max(held, key=lambda group: held[group]), sum(held.values())
    if held[name] <= labelled // TESTED:
        too_few = f"{come} that hold too few pixels for {FEWEST_SIZES} sizes"
        return "" if plan else f"{too_few}, {INSTEAD}: label more"
    largest = f"group {name} holds {held[name]:,} of the {labelled:,} labelled pixels"
    if plan is None:
        return f"{largest}, and others too few for {FEWEST_SIZES} sizes, {INSTEAD}: {DIVIDE}"
    most = plan.conditions[GROUPS]["train_sizes"][-1]
    return f"{largest}: where it is tested, {most:,} of others can be labelled at most: {DIVIDE}"


def choose_sizes(largest: int) -> list[int]:
    """Return up to five sizes in equal ratios, rounded to two digits; few where they are near."""
    smallest = max(SMALLEST_SIZE, min(30, largest // 8))
    if largest <= smallest:
        return [largest]
    count = np.clip(round(1 + 2 * np.log2(largest / smallest)), 2, 5)
    sizes = np.geomspace(smallest, largest, count)
    rounded = {int(float(f"{size:.2g}")) for size in sizes[:-1]}
    return sorted(size for size in rounded if size < largest) + [largest]


def _count_labelled(scene: Scene) -> dict[str, int]:
    """Count the labelled pixels of each group, by name; empty where labels come in none."""
    found = find_labelled_groups(scene)
    if found is None:
        return {}
    groups, names = found
    of_labels = groups[scene.valid]
    counts = np.bincount(of_labels[of_labels >= 0], minlength=len(names))
    return {name: int(n) for name, n in zip(names, counts, strict=True) if n}


def _choose_test_size(held: Mapping[str, int]) -> int:
    """Choose a third of the labels, or of those outside of a group that holds more than that."""
    labelled, largest = sum(held.values()), max(held.values())
    tested = labelled // TESTED
    if largest > tested:
        tested = max(1, (labelled - largest) // TESTED)
    return min(tested, LARGEST_TEST_SIZE)


def _count_most(scene: Scene, test_size: int, pixels_per_group: int) -> int:
    """Return how many pixels every seed may label outside of the tested groups, or 0."""
    groups = Condition(GROUPS, {"pixels_per_group": pixels_per_group, "group_size": 0})
    try:
        draws = [draw_pixels(groups, scene, seed, test_size) for seed in range(SEEDS_OF_PLOTS)]
    except UserError:
        return 0
    return min(len(drawn.eligible) for drawn in draws)
