"""The sections of the report page, of tables and figures as they were written."""

from pathlib import Path

import pandas as pd

from unmixing.answers.condition_effects import REGION_COLUMNS
from unmixing.any_study.wording import Wording
from unmixing.report.best import best_methods
from unmixing.report.cautions import cautions
from unmixing.report.conditions import condition_costs
from unmixing.report.doubled import twice_the_labels
from unmixing.report.explorer import explorer_data
from unmixing.report.needed import pixels_needed
from unmixing.report.page import Section, render_page

Sentences = dict[str, list[str]]


def needed_sentences(tables: dict[str, pd.DataFrame], wording: Wording) -> Sentences:
    """Say which method needs the fewest, for every target error: by place."""
    return _said(
        pixels_needed(tables["sample_sizes"], tables["fewest_pixels"], tables["coverage"]), wording
    )


def page_of(
    name: str, tables: dict[str, pd.DataFrame], files: dict[str, Path], wording: Wording
) -> str:
    """Return the page of a study.

    Parameters
    ----------
    tables : as `answer_runs` returns them
    files : names of figures and tables -> what was written of each
    """
    sections = [
        Section(
            title,
            _said(sentences, wording),
            _there(files, ".svg", figures),
            _there(files, ".csv", names),
        )
        for title, (sentences, figures, names) in _sections(tables).items()
    ]
    explorer = explorer_data(
        tables["runs"],
        tables["fitted_curves"],
        tables["sample_sizes_by_error"],
        tables["sample_sizes"],
        tables["coverage"],
    )
    estimand, coverage = _lead(tables["runs"])
    shown = [part for part in sections if any(part[1:])]
    return wording.page(
        render_page(name, estimand, coverage, shown, {}, wording.everywhere(explorer))
    )


def _sections(
    tables: dict[str, pd.DataFrame],
) -> dict[str, tuple[Sentences, list[str], list[str]]]:
    """Return titles -> sentences, figures and tables, by the beginnings of their names."""
    coverage, against = tables["coverage"], tables["against_best"]
    warned = cautions(tables["curve_shapes"], {})
    return {
        "How many are needed": (
            pixels_needed(tables["sample_sizes"], tables["fewest_pixels"], coverage),
            ["learning_curves", "sample_sizes", "fitted_curves"],
            ["sample_sizes", "fewest_pixels", "sample_sizes_by_error"],
        ),
        "Best methods": (
            best_methods(tables["runs"], against, coverage),
            ["win_matrices", "critical_difference"],
            ["against_best", "comparisons", "mean_ranks"],
        ),
        "Twice as many": (
            twice_the_labels(tables["fitted_curves"], tables["learning_curve_fits"], coverage),
            ["data_efficiency"],
            ["fitted_curves", "data_efficiency"],
        ),
        "What conditions cost": (
            _costs(tables["condition_effects"], against),
            ["condition_curves"],
            ["condition_effects"] if len(tables["condition_effects"]) else [],
        ),
        "Cautions": (
            {"": warned} if warned else {},
            [],
            ["curve_shapes", "learning_curve_fits"],
        ),
        "Runs": ({}, [], ["coverage", "summary", "runs"]),
    }


def _costs(effects: pd.DataFrame, against: pd.DataFrame) -> Sentences:
    """Say what conditions cost; what their training sets hold is not known here."""
    conditions = {name: name.replace("_", " ") for name in effects["condition"].unique()}
    unknown = pd.DataFrame(columns=["scene", "condition", "n_train_pixels"])
    nowhere = pd.DataFrame(columns=REGION_COLUMNS)
    nothing = dict.fromkeys(effects["scene"].unique(), ())
    return condition_costs(
        effects, nowhere, against, unknown, conditions, dict.fromkeys(conditions, ""), nothing
    )


def _lead(runs: pd.DataFrame) -> tuple[str, str]:
    """Say what answers are of, and how many runs there are."""
    failed = int((runs["status"] != "completed").sum())
    lacking = f", {failed:,} of them without an error" if failed else ""
    return (
        "Errors and answers are of the geometric mean over completed runs.",
        f"{len(runs):,} runs{lacking}. A seed is taken to be the same draw for every method.",
    )


def _said(sentences: Sentences, wording: Wording) -> Sentences:
    return {
        wording.text(place): [wording.text(sentence) for sentence in said]
        for place, said in sentences.items()
    }


def _there(files: dict[str, Path], suffix: str, begins: list[str]) -> list[Path]:
    """Return the files of a section, in its order."""
    return [
        path
        for name in begins
        for path in files.values()
        if path.suffix == suffix
        and (path.stem == name or (name == "fitted_curves" and path.stem.startswith(name)))
    ]
