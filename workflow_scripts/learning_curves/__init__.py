"""Learning curves: how many training samples each method needs, and which method is best.

It turns a table of runs (data set, condition, method, size, repetition, error) into answers,
figures and a page. It does not depend on what was learnt.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from learning_curves.interface import (
        Answer,
        Comparison,
        Costs,
        Runs,
        answer,
        compare,
        next_runs,
        read_runs,
        report,
    )

__all__ = [
    "Answer",
    "Comparison",
    "Costs",
    "Runs",
    "answer",
    "compare",
    "next_runs",
    "read_runs",
    "report",
]


def __getattr__(name: str) -> Any:
    """Load SciPy and pandas only when needed: some modules do without them."""
    if name in __all__:
        interface = import_module("learning_curves.interface")
        # Loading it loads the folder `report` too, which would stand for the function.
        globals().update({public: getattr(interface, public) for public in __all__})
        return globals()[name]
    raise AttributeError(f"module 'learning_curves' has no attribute '{name}'")
