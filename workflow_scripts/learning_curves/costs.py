"""What a campaign costs: so much for every group, such as a plot, and for every sample in it."""

from typing import NamedTuple, TypeVar

import numpy as np

Amount = TypeVar("Amount", float, np.ndarray)
# Units of time, with the larger unit that a reader prefers for large numbers.
LARGER_UNITS = {"seconds": (60, "minutes"), "minutes": (60, "hours"), "hours": (24, "days")}
# From this many of a unit on, the larger one is used.
MOST_OF_A_UNIT = 120


class Costs(NamedTuple):
    """The costs of a campaign.

    Attributes
    ----------
    group : float
        Of a group, whatever is done in it.
    sample : float
        Of a sample.
    travel : float
        From a group to the next one.
    unit : str
        What the numbers count, in the plural, such as minutes or euros.
    """

    group: float = 10
    sample: float = 1
    travel: float = 0
    unit: str = "times a sample"

    def total(self, groups: Amount, samples: Amount) -> Amount:
        """Return the cost of a campaign."""
        moves = np.maximum(groups - 1, 0)
        return self.group * groups + self.sample * samples + self.travel * moves

    def say(self, *amounts: float) -> str:
        """Say one cost, or two joined by "to", to two digits, in a unit that suits the first."""
        unit, part = self.unit, 1.0
        while unit in LARGER_UNITS and amounts[0] / part >= MOST_OF_A_UNIT:
            times, unit = LARGER_UNITS[unit]
            part *= times
        said = (f"{float(f'{amount / part:.2g}'):,g}" for amount in amounts)
        return f"{' to '.join(said)} {unit}"
