"""What a campaign costs: so much for every group, such as a plot, and for every sample in it."""

import functools
import operator
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import numpy as np

Amount = TypeVar("Amount", float, np.ndarray)
# Units of time, with the larger unit that a reader prefers for large numbers.
LARGER_UNITS = {"seconds": (60, "minutes"), "minutes": (60, "hours")}
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
    unit: str = "units"

    def total(self, groups: Amount, samples: Amount) -> Amount:
        """Return the cost of a campaign, of which something costs; the rest may be infinite."""
        parts = (
            (self.group, groups),
            (self.sample, samples),
            (self.travel, np.maximum(groups - 1, 0)),
        )
        charged = (price * amount for price, amount in parts if price)
        cost: Amount = functools.reduce(operator.add, charged)
        return cost

    def say(self, amount: float, low: float = np.nan, high: float = np.nan) -> str:
        """Say a cost to two digits, with its interval if it has one, in a unit that suits it."""
        unit, part = self.unit, 1.0
        while unit in LARGER_UNITS and amount / part >= MOST_OF_A_UNIT:
            times, unit = LARGER_UNITS[unit]
            part *= times
        interval = say_interval(low / part, high / part, spell_cost)
        return f"{spell_cost(amount / part)} {unit}{interval}"


def say_interval(low: float, high: float, spell: Callable[[float], str]) -> str:
    """Say an interval in brackets: nothing if it is unknown, and open ends in words."""
    if np.isnan(low):
        return ""
    if np.isinf(high):
        return f" ({spell(low)} or more)" if low else ""
    return f" ({spell(low)} to {spell(high)})" if low else f" (at most {spell(high)})"


def spell_cost(number: float) -> str:
    """Say a cost to two digits."""
    return f"{float(f'{number:.2g}'):,g}"
