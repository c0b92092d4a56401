"""What a campaign costs: so much for every group, such as a plot, and for every sample in it."""

import functools
import operator
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

import numpy as np

from learning_curves.errors import UserError, join_items

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


USUAL_COSTS = Costs()
PRICES = tuple(field for field in Costs._fields if field != "unit")


def read_costs(words: Iterable[str]) -> Costs:
    """Read costs from words such as `group=45` and `unit=minutes`; the rest are the defaults.

    Raises
    ------
    UserError
        If a word names no cost, a cost is no number of 0 or more, or nothing costs anything.
    """
    given: dict[str, Any] = {}
    for word in words:
        name, _, value = word.partition("=")
        if name not in Costs._fields or not value:
            raise UserError(
                f"'{word}' is not a cost: write "
                f"{join_items([f'{field}=...' for field in PRICES])}, with a number, or "
                "unit=minutes."
            )
        given[name] = value if name == "unit" else _read_price(word, value)
    costs = Costs(**given)
    if not any(getattr(costs, price) for price in PRICES):
        raise UserError("Nothing costs anything: set the cost of a group or of a sample.")
    return costs


def _read_price(word: str, text: str) -> float:
    try:
        price = float(text)
    except ValueError:
        price = np.nan
    if not 0 <= price < np.inf:
        raise UserError(f"'{word}': a cost is a number of 0 or more.")
    return price


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
