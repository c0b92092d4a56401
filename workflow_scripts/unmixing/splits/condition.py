"""A condition: where labelled pixels may lie, their order, and the noise."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from learning_curves.errors import UserError, join_items
from unmixing.splits import strategies
from unmixing.splits.strategy import Strategy

RANDOM = "random"
ORDERS = {
    RANDOM: "",
    "stratified": ", in turn from clusters of spectra",
    "k_means": ", near the centres of k-means",
    "kennard_stone": ", as far apart in spectra as can be (Kennard-Stone)",
}


@dataclass(frozen=True)
class Noise:
    """Noise on what methods see.

    Attributes
    ----------
    snr : float or None
        Signal-to-noise ratio in dB of white noise on spectra; None adds none.
    noise_on : str
        Which pixels' spectra have it: both | train | test.
    label_noise : float
        Standard deviation of the noise on labels, see `noise.make_noisy_labels`.
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
    split : str
        Name of the strategy that says where labelled and test pixels may lie.
    options : Mapping[str, Any]
        Values of all keys of this strategy.
    sampling : str
        The order in which pixels are labelled: random | stratified | k_means | kennard_stone.
    noise : Noise
        On spectra and labels.
    """

    split: str = RANDOM
    options: Mapping[str, Any] = field(default_factory=dict)
    sampling: str = RANDOM
    noise: Noise = Noise()

    @property
    def strategy(self) -> Strategy:
        """The strategy that divides pixels into labelled and tested ones."""
        return strategies.strategy(self.split)

    @property
    def description(self) -> str:
        """Which pixels are labelled, in words."""
        more = [
            key.words
            for name, key in self.strategy.keys.items()
            if self.options[name] != key.default
        ]
        place = "".join([self.strategy.words, *more]).format(**self.options)
        return f"{place}{ORDERS[self.sampling]}{self.noise.description}"

    @property
    def regions(self) -> str:
        """What the regions of labels are called; empty if labels come from anywhere."""
        return self.strategy.regions

    @property
    def n_regions(self) -> int | None:
        """The number of regions, however many seeds; None if more seeds draw more regions."""
        count = self.strategy.n_regions
        return self.options[count] if isinstance(count, str) else count

    @property
    def entry(self) -> dict[str, Any]:
        """The condition as plain values: the keys of a config, those of noise in a mapping."""
        keys = {"split": self.split, "sampling": self.sampling, "noise": asdict(self.noise)}
        return keys | dict(self.options)


def make_condition(name: str, entry: Mapping[str, Any], largest_radius: int) -> Condition:
    """Fill in the entry of a condition.

    Parameters
    ----------
    name : str
        Of the condition, for the message.
    entry : Mapping[str, Any]
        Every key of the schema; None if it is left out.
    largest_radius : int
        Largest patch radius of the study: the gap if none is given.

    Raises
    ------
    UserError
        If two keys do not fit together.
    """
    where = f"conditions.{name}"
    if entry["noise_on"] is not None and entry["snr"] is None:
        raise UserError(f"{where}: noise_on says where noise is, but there is none: give an snr.")
    return Condition(
        split=entry["split"],
        options=_options(where, entry, largest_radius),
        sampling=entry["sampling"],
        noise=Noise(
            snr=None if entry["snr"] is None else float(entry["snr"]),
            noise_on=entry["noise_on"] or "both",
            label_noise=float(entry["label_noise"]),
        ),
    )


def _options(where: str, entry: Mapping[str, Any], largest_radius: int) -> dict[str, Any]:
    """Return the values of the keys of a split; refuse those of other splits."""
    split = entry["split"]
    own = strategies.strategy(split).keys
    for key, meant_for in strategies.keys().items():
        if entry[key] and key not in own:
            raise UserError(
                f"{where}: {key} is a key of split {join_items(list(meant_for), 'or')}, and the "
                f"split is {split}: leave it out, or set `split: {next(iter(meant_for))}`."
            )
    defaults = {
        key: largest_radius if meaning.default is None else meaning.default
        for key, meaning in own.items()
    }
    return defaults | {key: entry[key] for key in own if entry[key] is not None}
