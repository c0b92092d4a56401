"""The page with every method, from its file and its measured cost."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from unmixing import architectures, estimators
from unmixing.architectures import Architecture, architecture
from unmixing.estimators import estimator
from unmixing.method import Method
from unmixing.study.costs import Cost, estimate_memory_mb, estimate_seconds, read_costs
from unmixing.study.models import resolve_models
from unmixing.study.problems import Problems
from unmixing.study.schema import fill_in_defaults, schema
from unmixing.training.settings import Settings

BANDS, TESTED, CUBE_MB, SIZES = 162, 2500, 6.2, (100, 1000)
HEAD = f"""\
---
hide: [toc]
---

# Every method

This page is made from the files of the methods and from `study/cost_model.csv`.
[What is computed](../method.md#estimators) says more about the estimators.
[Your method](../your_method.md) says how to add one.

- **sees**: what a method is given to learn from.
  Methods that need the stored endmembers may hardly use labels, as their descriptions say.
- **endmembers**: whether the scene must come with endmembers.
- **pixels**: the neighbourhood that it sees, unless the config says otherwise.
  The smallest that its layers fit is in brackets, if it differs.
- **bands**: the fewest that its layers fit.
- **time**: one run on one CPU core, including the start, as `make plan` estimates it.
  The scene has {BANDS} bands, and {TESTED:,} pixels are tested.
  Networks train all of their 100 epochs; early stopping makes most of them shorter.
- **memory**: for the longer run, on a scene of 100 x 100 pixels.

[How times and memory were measured](../benchmarks.md).
"""
COLUMNS = (
    "method",
    "sees",
    "endmembers",
    "pixels",
    "bands",
    *(f"time, {size:,} labelled" for size in SIZES),
    "memory, MiB",
)
SEES = {
    "abundances": "labels",
    "spectrum": "spectra of the labelled pixels, no label",
    "labels": "labels",
    "spectra": "labels, and spectra of all pixels",
    "truth": "the abundances of all pixels: an oracle",
}
LABEL_FREE = "spectra of all pixels; labels only name what it finds"


def page(costs: Path) -> str:
    """Make the page."""
    rates = read_costs(costs)
    networks = {name: architecture(name) for name in architectures.names()}
    others = {name: estimator(name) for name in estimators.names()}
    return "\n".join(
        [
            HEAD,
            "## Networks\n",
            *_table(networks, rates),
            "## Estimators\n",
            *_table(others, rates),
            "## Descriptions and sources\n",
            *_descriptions(networks | others),
        ]
    )


def _table(methods: dict[str, Method], rates: dict[str, Cost]) -> Iterator[str]:
    yield _row(COLUMNS)
    yield _row(["---"] * len(COLUMNS))
    settings = _default_settings(methods)
    for name, method in methods.items():
        link = f"[`{name}`](#{name})"
        yield _row([link, *_needs(method), *_cost(rates.get(name), settings[name])])
    yield ""


def _needs(method: Method) -> Iterator[str]:
    """Yield what a method sees and needs."""
    if isinstance(method, Architecture):
        k, least = method.neighbourhood_size, method.minimum_neighbourhood_size
        yield SEES[method.target]
        yield "needed" if method.needs_endmembers else ""
        yield f"{k} x {k}" if k == least else f"{k} x {k} ({least} x {least})"
        yield str(method.minimum_bands)
        return
    yield LABEL_FREE if method.label_free and method.sees == "spectra" else SEES[method.sees]
    yield "needed" if method.needs_endmembers else ""
    yield f"{method.neighbourhood_size} x {method.neighbourhood_size}"
    yield ""


def _cost(cost: Cost | None, settings: Settings) -> Iterator[str]:
    """Yield the time of a run at each size, and the memory of the longest."""
    if cost is None:
        yield from ["not measured"] * (len(SIZES) + 1)
        return
    for size in SIZES:
        yield _duration(cost.fixed_seconds + estimate_seconds(cost, settings, BANDS, size, TESTED))
    yield f"{estimate_memory_mb(cost, settings, BANDS, CUBE_MB, SIZES[-1]):,.0f}"


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.0f} h"


def _default_settings(names: Iterable[str]) -> dict[str, Settings]:
    """Return the settings of methods with empty entries in a config."""
    keys = schema()["properties"]
    entry = fill_in_defaults({}, keys["models"]["additionalProperties"])
    training = fill_in_defaults({}, keys["training"])
    return resolve_models(dict.fromkeys(names, entry), training, Problems())


def _descriptions(methods: dict[str, Method]) -> Iterator[str]:
    """Yield the description of each method from its file, and its source."""
    for name, method in methods.items():
        folder = architectures if isinstance(method, Architecture) else estimators
        yield f"### {name}\n"
        yield f"{describe(name, folder.find_file(name))}\n"
        if isinstance(method, Architecture):
            yield f"Learning rate: {method.learning_rate:g}, unless the config says otherwise.\n"
        elif method.scaled:
            yield "It takes spectra scaled by the range of the run, as networks do.\n"
        yield f"Source: {method.source}.\n"


def describe(name: str, file: Path) -> str:
    """Return the docstring of a method's file, or its item if the file lists several methods."""
    text = ast.get_docstring(ast.parse(file.read_text())) or ""
    item = re.search(rf"^{name} : (.+(?:\n .+)*)", text, re.MULTILINE)
    return " ".join(item[1].split()) if item else text


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
