"""Four networks: the study of `config/real.yaml`, and one of tuning."""

from kept_rows import RESULTS, read_kept
from published_table import tabulate_published
from size_tables import ranges_by_size

from learning_curves.figures.learning_curves import learning_curves
from learning_curves.figures.saving import save_figure
from learning_curves.summary import summary_table
from unmixing.vocabulary import UNMIXING

NETWORKS = {
    "unmixing_cube_based_cnn": "cube-based CNN",
    "unmixing_pixel_based_cnn": "pixel-based CNN",
    "unmixing_cube_based_dcae": "cube-based DCAE",
    "unmixing_pixel_based_dcae": "pixel-based DCAE",
}
TUNED = {
    "unmixing_pixel_based_cnn": "pixel-based CNN, as published",
    "unmixing_pixel_based_cnn_chosen": "the same, learning rate chosen",
    "kernel_ridge": "kernel ridge",
}

TABLES = {
    "networks on Samson": lambda: ranges_by_size(read_kept("real"), NETWORKS, "samson"),
    "networks on Jasper Ridge": lambda: ranges_by_size(read_kept("real"), NETWORKS, "jasper"),
    "next to the published": lambda: tabulate_published(
        read_kept("real"), {"unmixing_cube_based_cnn": "CB-CNN"}
    ),
    "tuning on Samson": lambda: ranges_by_size(read_kept("tuning"), TUNED, "samson"),
    "tuning on Jasper Ridge": lambda: ranges_by_size(read_kept("tuning"), TUNED, "jasper"),
}


def plot() -> None:
    """Plot learning curves of the four networks."""
    runs = read_kept("real")
    path = RESULTS / "real_learning_curves.svg"
    save_figure([path], learning_curves, runs, summary_table(runs, UNMIXING), [], UNMIXING)
