"""A condition: where labelled pixels may lie, in which order they come, and how noisy all is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from learning_curves.errors import UserError

RANDOM = "random"
BLOCKS = "blocks"
HALVES = "halves"
PLOT = "plot"
BLOCK_SIZE = 20
PLOT_SIZE = 40
# Keys that mean something beside one split alone.
OF_SPLIT = {"block_size": (BLOCKS, BLOCK_SIZE), "plot_size": (PLOT, PLOT_SIZE)}
PLACES = {
    RANDOM: "random pixels",
    BLOCKS: "pixels of other {block_size} x {block_size} blocks than the tested ones",
    HALVES: "pixels of the other half of the image than the tested ones",
    PLOT: "pixels of one {plot_size} x {plot_size} plot, tested outside of it",
}
# What a reader calls the regions that labels come from.
REGIONS = {RANDOM: "", BLOCKS: "choices of blocks", HALVES: "halves", PLOT: "plots"}
ORDERS = {
    RANDOM: "",
    "stratified": ", in turn from clusters of spectra",
    "k_means": ", near the centres of k-means",
    "kennard_stone": ", as far apart in spectra as can be (Kennard-Stone)",
}


@dataclass(frozen=True)
class Noise:
    """What methods see beside the truth.

    Attributes
    ----------
    snr : signal-to-noise ratio in dB of white noise added to spectra, or None
    noise_on : which pixels' spectra get it: both | train | test
    label_noise : standard deviation of what is added to labels, see `noise.noisy_labels`
    """

    snr: float | None = None
    noise_on: str = "both"
    label_noise: float = 0.0

    @property
    def description(self) -> str:
        """Words for a reader, empty without noise."""
        where = {"both": "", "train": " on all but test pixels", "test": " on test pixels"}
        spectra = "" if self.snr is None else f", noise of {self.snr:g} dB{where[self.noise_on]}"
        return f"{spectra}{f', labels off by {self.label_noise:g}' if self.label_noise else ''}"


@dataclass(frozen=True)
class Condition:
    """The data side of a protocol; equal conditions compare equal.

    Attributes
    ----------
    split : where labelled pixels may lie: random | blocks | halves | plot
    block_size, plot_size : sides in pixels, None where the split has none
    gap : pixels around a test pixel from which none is labelled
    sampling : in which order pixels are labelled: random | stratified | k_means | kennard_stone
    noise : on spectra and labels
    """

    split: str = RANDOM
    block_size: int | None = None
    plot_size: int | None = None
    gap: int = 0
    sampling: str = RANDOM
    noise: Noise = Noise()

    @property
    def description(self) -> str:
        """Which pixels are labelled, in words."""
        place = PLACES[self.split].format(block_size=self.block_size, plot_size=self.plot_size)
        return f"{place}{ORDERS[self.sampling]}{self.noise.description}"

    @property
    def regions(self) -> str:
        """What the regions that labels come from are called; empty where that is anywhere."""
        return REGIONS[self.split]


def make_condition(name: str, entry: Mapping[str, Any], largest_radius: int) -> Condition:
    """Fill in the entry of a condition.

    Parameters
    ----------
    name : of the condition, for the message
    entry : every key of the schema, None where it is left out
    largest_radius : of the patches of the study, which is the gap where none is given

    Raises
    ------
    UserError
        If two keys mean nothing together.
    """
    split, where = entry["split"], f"conditions.{name}"
    sides = {}
    for key, (meant_for, default) in OF_SPLIT.items():
        if entry[key] is not None and split != meant_for:
            raise UserError(
                f"{where}: {key} is a key of split {meant_for}, and the split is {split}: leave it "
                f"out, or set `split: {meant_for}`."
            )
        sides[key] = (entry[key] or default) if split == meant_for else None
    if entry["gap"] and split == RANDOM:
        raise UserError(
            f"{where}: random pixels lie next to each other, so a gap would leave none of them: "
            "leave gap out, or set split to blocks, halves or plot."
        )
    if entry["noise_on"] is not None and entry["snr"] is None:
        raise UserError(f"{where}: noise_on says where noise is, and there is none: give an snr.")
    gap = 0 if split == RANDOM else entry["gap"]
    return Condition(
        split=split,
        gap=largest_radius if gap is None else gap,
        sampling=entry["sampling"],
        noise=Noise(
            snr=None if entry["snr"] is None else float(entry["snr"]),
            noise_on=entry["noise_on"] or "both",
            label_noise=float(entry["label_noise"]),
        ),
        **sides,
    )
