"""Where labels lie: the study of `config/protocol.yaml`."""

from condition_tables import (
    break_even_by_condition,
    effects_by_condition,
    errors_by_condition,
    worth_by_condition,
)
from conditions_figure import plot_conditions
from kept_rows import RESULTS, read_kept
from region_tables import effects_of_regions, repeated_draws, spread_of_regions

FROM = {
    "standard": "anywhere (`standard`)",
    "blocks": "other 20 x 20 blocks than the test (`blocks`)",
    "halves": "the other half of the image (`halves`)",
    "plot": "one 40 x 40 plot (`plot`)",
    "k_means": "near the centres of k-means (`k_means`)",
}
KERNEL_RIDGE, VCA = {"kernel_ridge": ""}, {"vca_nnls": ""}
NETWORKS = {"unmixing_pixel_based_cnn": "CNN", "unmixing_pixel_based_dcae": "DCAE"}
LEARNING = {"kernel_ridge": "kernel ridge", "unmixing_pixel_based_cnn": "CNN"}
REGIONS = {name: name for name in ("blocks", "halves", "plot")}
TENS = [range(start, start + 10) for start in range(0, 60, 10)]
AT_75_AND_1000 = [("samson", 75), ("samson", 1000), ("jasper", 75), ("jasper", 1000)]

TABLES = {
    "regions": lambda: spread_of_regions(
        read_kept("protocol"), LEARNING, AT_75_AND_1000[1::2], REGIONS
    ),
    "halves": lambda: effects_of_regions(
        read_kept("protocol"), LEARNING, AT_75_AND_1000[1::2], "halves"
    ),
    "plots drawn again": lambda: repeated_draws(
        read_kept("protocol", "protocol_again"), KERNEL_RIDGE, AT_75_AND_1000, "plot", TENS
    ),
    "kernel ridge by condition": lambda: errors_by_condition(
        read_kept("protocol"), KERNEL_RIDGE, AT_75_AND_1000, FROM
    ),
    "without labels": lambda: errors_by_condition(read_kept("protocol"), VCA, AT_75_AND_1000, FROM),
    "what conditions cost": lambda: effects_by_condition(
        read_kept("protocol"), LEARNING, AT_75_AND_1000[1::2], FROM
    ),
    "what labels are worth": lambda: worth_by_condition(
        read_kept("protocol"), LEARNING, AT_75_AND_1000[1::2], FROM
    ),
    "what few labels are worth": lambda: worth_by_condition(
        read_kept("protocol"), LEARNING, AT_75_AND_1000[::2], FROM
    ),
    "when labels pay": lambda: break_even_by_condition(
        read_kept("protocol"), LEARNING, ["samson", "jasper"], "vca_nnls", FROM
    ),
    "networks on Samson": lambda: errors_by_condition(
        read_kept("protocol"), NETWORKS, AT_75_AND_1000[:2], FROM
    ),
    "networks on Jasper Ridge": lambda: errors_by_condition(
        read_kept("protocol"), NETWORKS, AT_75_AND_1000[2:], FROM
    ),
}


def plot() -> None:
    """Plot the figure of the page."""
    plot_conditions(read_kept("protocol"), RESULTS / "protocol.svg")
