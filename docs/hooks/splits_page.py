"""The page with every split, from its module."""

import importlib
import inspect
from collections.abc import Iterator

from unmixing.splits import strategies
from unmixing.splits.strategy import Key
from unmixing.study.split_keys import LARGEST_RADIUS, describe_usual

HEAD = """\
# Every split

This page is made from the modules of `workflow_scripts/unmixing/splits/strategies/`.
[Conditions](../conditions.md) explains what they combine with, and how to add one.

| split | labels come from | keys | regions |
|---|---|---|---|"""


def page() -> str:
    """Make the page."""
    names = strategies.names()
    lines = [line for name in names for line in _describe(name)]
    return "\n".join([HEAD, *map(_row, names), "", *lines])


def _row(name: str) -> str:
    kind = strategies.strategy(name)
    keys = ", ".join(f"`{key}`" for key in kind.keys)
    return f"| [`{name}`](#{name}) | {describe_usual(name)} | {keys} | {kind.regions} |"


def _describe(name: str) -> Iterator[str]:
    module = importlib.import_module(f"{strategies.__name__}.{name}")
    yield f"## {name}\n"
    yield f"{inspect.getdoc(module)}\n"
    for key, meaning in strategies.strategy(name).keys.items():
        yield f"- `{key}`: {_described(meaning)}"
    yield ""


def _described(key: Key) -> str:
    default = LARGEST_RADIUS if key.default is None else key.default
    return f"{key.description} Default: {default}."
