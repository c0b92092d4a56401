"""The reporting form of a study, filled in as far as the study knows.

Its entries are those of STeMP, the Spatio-Temporal Modelling Protocol (Linnenbrink et al., EGU
General Assembly 2026, https://github.com/LOEK-RS/STeMP, version 0.1).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from learning_curves.errors import join_items
from learning_curves.vocabulary import Vocabulary, add_spaces
from unmixing.report.how_runs_are_made import HOW_RUNS_ARE_MADE

HOW_SPECTRA_ARE_SCALED = (
    "As each method asks: spectra as they are, or scaled to the range of the training patches of "
    "the run, or of the scene where it has one"
)

TO_FILL_IN = "*to fill in*"
# Part and group -> entries.
ENTRIES = {
    ("Overview", "Authorship"): (
        *("Model title", "Author names", "Contact", "Study title", "Study link"),
    ),
    ("Overview", "Target variable"): ("Target variable",),
    ("Overview", "Scientific field"): ("Scientific field",),
    ("Model", "Learning method"): ("Model type", "Learning method", "Architecture"),
    ("Model", "Response"): (
        *("Sampling locations", "Sampling area map", "Geodistance plot", "Training domain"),
        *("Sample acquisition", "Sample geometry", "Sample size", "Classes", "Samples per class"),
        *("Range", "Sampling design", "Coordinate reference system", "Data sources"),
    ),
    ("Model", "Predictors"): (
        *("Predictor types", "Number of predictors", "Names of predictors", "Preprocessing"),
        "Data sources",
    ),
    ("Model", "Model validation and selection"): (
        *("Validation strategy", "Performance metrics", "Validation results"),
        *("Hyperparameter tuning", "Predictor selection"),
    ),
    ("Model", "Model interpretation"): ("Explainability", "Scientific interpretation"),
    ("Model", "Model uncertainty and biases"): (
        *("Potential biases", "Sensitivity assessment", "Limitations"),
    ),
    ("Model", "Software"): ("Software", "Code availability", "Data availability"),
    ("Prediction", "Prediction domain"): (
        "Prediction map",
        "Geodistance plot",
        "Prediction domain",
    ),
    ("Prediction", "Map evaluation and uncertainty assessment"): (
        *("Evaluation strategy", "Performance metrics", "Map accuracy"),
        "Uncertainty quantification",
    ),
    ("Prediction", "Post-processing"): ("Threshold selection", "Post-processing"),
}


class Described(NamedTuple):
    """What the form says of a scene.

    Attributes
    ----------
    shape : tuple of int
        Height, width and number of bands.
    names : Sequence[str]
        Names of its endmembers.
    units, source : str
        As in `Scene`.
    wavelengths : ndarray or None
        (bands,) in micrometres, or None.
    corner : tuple of float or None
        Coordinates of its upper left corner, or None without a place.
    crs : str
        Its coordinate reference system as well-known text; empty without one.
    """

    shape: tuple[int, int, int]
    names: Sequence[str]
    units: str
    source: str
    wavelengths: np.ndarray | None
    corner: tuple[float, float] | None
    crs: str


class Facts(NamedTuple):
    """What a study knows of itself.

    Attributes
    ----------
    study : str
        Its name.
    scenes : Mapping[str, Described]
        Name -> scene.
    runs, coverage : DataFrame
        The tables of these names.
    methods : Mapping[str, str]
        Name -> source.
    conditions : Mapping[str, str]
        Name -> description.
    findings : Sequence[str]
        Sentences about the labels that target errors need.
    cautions : Sequence[str]
        Sentences about what could mislead.
    condition_costs : Sequence[str]
        Sentences about what conditions cost.
    estimand : str
        What errors are means over.
    versions : Mapping[str, str]
        Package -> version.
    """

    study: str
    scenes: Mapping[str, Described]
    runs: pd.DataFrame
    coverage: pd.DataFrame
    methods: Mapping[str, str]
    conditions: Mapping[str, str]
    findings: Sequence[str]
    cautions: Sequence[str]
    condition_costs: Sequence[str]
    estimand: str
    versions: Mapping[str, str]


def write_form(facts: Facts, vocabulary: Vocabulary) -> str:
    """Return the form as Markdown; an entry that the study cannot know is to be filled in."""
    known = _known(facts, vocabulary)
    lines = [
        f"# Reporting form: {facts.study}",
        "",
        "The entries are those of STeMP, the Spatio-Temporal Modelling Protocol "
        "(<https://github.com/LOEK-RS/STeMP>).",
        f'The study filled in what it knows; look for "{TO_FILL_IN.strip("*")}" for the rest.',
    ]
    last = ""
    for (part, group), entries in ENTRIES.items():
        if part != last:
            lines += ["", f"## {part}"]
        last = part
        lines += ["", f"### {group}", "", "| entry | value |", "|---|---|"]
        for entry in entries:
            value = known.get(f"{group}: {entry}", known.get(entry, "")) or TO_FILL_IN
            lines.append(f"| {entry} | {value.replace('|', '/')} |")
    return "\n".join([*lines, ""])


def _known(facts: Facts, vocabulary: Vocabulary) -> dict[str, str]:
    """Return the entries that a study knows; an entry of two groups is named with its group."""
    scenes, runs = facts.scenes, facts.runs
    errors = join_items(list(vocabulary.errors.values()))
    sizes = np.unique(runs["size"])
    designs = _list(f"{add_spaces(name)}: {words}" for name, words in facts.conditions.items())
    tested = np.unique(runs["n_test_pixels"]).tolist() if "n_test_pixels" in runs else []
    sources = _by_scene(scenes, lambda scene: scene.source)
    return {
        "Model title": f"{vocabulary.title}: {facts.study}",
        "Target variable": "Abundances: the share of each pixel that each endmember covers",
        "Scientific field": "Hyperspectral remote sensing (spectral unmixing)",
        "Model type": "Regression",
        "Learning method": _list(
            f"{vocabulary.label_method(name)} ({source})" for name, source in facts.methods.items()
        ),
        "Sampling locations": "Row-major indices of the labelled pixels of every run, in splits/",
        "Training domain": _by_scene(scenes, _describe_place),
        "Sample geometry": "Pixels",
        "Sample size": (
            f"{join_items([f'{size:,}' for size in sizes])} {vocabulary.sizes}, of which some "
            f"validate, each with {vocabulary.count_repetitions(runs['repetition'].nunique())}"
        ),
        "Classes": _by_scene(scenes, _name_classes),
        "Samples per class": "Every label is a share of all classes",
        "Range": "Shares from 0 to 1",
        "Sampling design": designs,
        "Coordinate reference system": _by_scene(scenes, _name_system),
        "Data sources": sources,
        "Predictor types": _by_scene(scenes, lambda scene: f"Spectrum of a pixel: {scene.units}"),
        "Number of predictors": _by_scene(scenes, lambda scene: f"{scene.shape[-1]} bands"),
        "Names of predictors": _by_scene(scenes, _describe_bands),
        "Preprocessing": HOW_SPECTRA_ARE_SCALED,
        "Validation strategy": HOW_RUNS_ARE_MADE[0],
        "Performance metrics": f"{errors}, {facts.estimand}",
        "Validation results": _list(facts.findings),
        "Hyperparameter tuning": HOW_RUNS_ARE_MADE[1],
        "Predictor selection": "None before training: every method is given all bands",
        "Potential biases": _list(facts.cautions),
        "Sensitivity assessment": _list(facts.condition_costs),
        "Limitations": (
            f"Errors and intervals hold for other {vocabulary.repetitions} of the same "
            f"{vocabulary.data_sets}, not for another {vocabulary.data_set}. "
            f"{facts.coverage['completed'].sum():,} of {facts.coverage['planned'].sum():,} runs "
            f"completed, and {facts.coverage['collapsed'].sum():,} of them collapsed"
        ),
        "Software": ", ".join(f"{name} {version}" for name, version in facts.versions.items()),
        "Evaluation strategy": (
            f"Every run is tested on {_range(tested)} pixels whose labels it has not learned from. "
            f"{designs}"
            if len(tested)
            else ""
        ),
        "Uncertainty quantification": "95 % intervals of errors and of the labelled pixels needed",
    }


def _range(counts: Sequence[int]) -> str:
    least, most = f"{min(counts):,}", f"{max(counts):,}"
    return least if least == most else f"{least} to {most}"


def _by_scene(scenes: Mapping[str, Described], describe: Callable[[Described], str]) -> str:
    """Describe every scene, by name if they differ; nothing if one has no answer."""
    said = {name: describe(scene) for name, scene in scenes.items()}
    if not all(said.values()):
        return ""
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    return _list(f"{add_spaces(name)}: {words}" for name, words in said.items())


def _describe_place(scene: Described) -> str:
    rows, columns, _ = scene.shape
    if scene.corner is None:
        return f"{rows} x {columns} pixels, without a place"
    return f"{rows} x {columns} pixels from ({scene.corner[0]:.8g}, {scene.corner[1]:.8g}) on"


def _name_system(scene: Described) -> str:
    """Return the name at the beginning of well-known text."""
    named = re.search(r'"([^"]+)"', scene.crs)
    return named[1] if named else scene.crs


def _name_classes(scene: Described) -> str:
    return f"{len(scene.names)}: {join_items(scene.names)}"


def _describe_bands(scene: Described) -> str:
    if scene.wavelengths is None:
        return ""
    return f"{scene.wavelengths.min():.3g} to {scene.wavelengths.max():.3g} µm"


def _list(items: Iterable[str]) -> str:
    """Join items in a cell of a table."""
    return "<br>".join(items)
