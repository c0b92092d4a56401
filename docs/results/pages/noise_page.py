"""Noise: the study of `config/noise.yaml`."""

from condition_tables import effects_by_condition, errors_by_condition, worth_by_condition
from conditions_figure import plot_conditions
from kept_rows import RESULTS, read_kept

KERNEL_RIDGE = {"kernel_ridge": ""}
NOISE = {
    "standard": "none added (`standard`)",
    "snr_30": "30 dB",
    "snr_20": "20 dB",
    "snr_10": "10 dB",
}
FIELD_AND_JASPER = [("field", 75), ("field", 1000), ("jasper", 75), ("jasper", 1000)]
AT_THREE_SIZES = [(data_set, size) for data_set in ("field", "jasper") for size in (75, 250, 1000)]


def _of_noise(*conditions: str) -> dict[str, str]:
    return {condition: NOISE[condition] for condition in conditions}


TABLES = {
    "kernel ridge by noise": lambda: errors_by_condition(
        read_kept("noise"), KERNEL_RIDGE, FIELD_AND_JASPER, NOISE
    ),
    "what noise costs": lambda: effects_by_condition(
        read_kept("noise"), KERNEL_RIDGE, FIELD_AND_JASPER, NOISE
    ),
    "worth at 30 dB": lambda: worth_by_condition(
        read_kept("noise"), KERNEL_RIDGE, AT_THREE_SIZES, _of_noise("snr_30", "snr_20")
    ),
    "worth at 20 dB": lambda: worth_by_condition(
        read_kept("noise"), KERNEL_RIDGE, AT_THREE_SIZES, _of_noise("snr_20", "snr_10")
    ),
}


def plot() -> None:
    """Plot the figure of the page."""
    plot_conditions(read_kept("noise"), RESULTS / "noise.svg")
