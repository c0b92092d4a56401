"""Write the report of a study."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from job import logged_job
from unmixing.answers.estimand import estimand_of_all
from unmixing.evaluation.tables import read_table
from unmixing.report.best import best_methods
from unmixing.report.cautions import cautions, coverage_sentence
from unmixing.report.conditions import condition_costs, labels_against_none
from unmixing.report.doubled import twice_the_labels
from unmixing.report.explorer import PUBLISHED, explorer_data
from unmixing.report.needed import pixels_needed
from unmixing.report.page import Section, render_page
from unmixing.scenes.scene import read_names
from unmixing.storage import written_whole


def section(title: str, paths: Iterable[str], sentences: dict[str, list[str]]) -> Section:
    """Sort the files of a section into figures and tables; PNG twins stay out of the page."""
    files = [Path(path) for path in paths]
    figures = [file for file in files if file.suffix == ".svg"]
    return Section(title, sentences, figures, [file for file in files if file.suffix == ".csv"])


def published_errors(paths: Iterable[str], models: dict[str, str]) -> pd.DataFrame:
    """Read published errors, under the names of the study's models."""
    names = {name: model for model, name in models.items()}
    tables = [read_table(path) for path in paths]
    named = [table.assign(model=table["algorithm"].map(names)) for table in tables]
    return pd.concat([pd.DataFrame(columns=PUBLISHED), *named])[PUBLISHED]


if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        files = snakemake.input
        tables = {Path(path).stem: read_table(path) for path in files if path.endswith(".csv")}
        audits = {
            scene: read_table(path)
            for scene, path in zip(snakemake.params.scenes, files.audits, strict=True)
        }
        endmembers = {
            scene: read_names(path)
            for scene, path in zip(snakemake.params.scenes, files.scene_files, strict=True)
        }
        coverage = tables["coverage"]
        needed = pixels_needed(tables["sample_sizes"], tables["fewest_pixels"], coverage)
        best = best_methods(tables["runs"], tables["against_best"], coverage)
        doubled = twice_the_labels(tables["fitted_curves"], tables["learning_curve_fits"], coverage)
        costs = condition_costs(
            tables["condition_effects"],
            tables["region_effects"],
            tables["against_best"],
            tables["splits"],
            snakemake.params.conditions,
            snakemake.params.regions,
            endmembers,
        )
        pays = labels_against_none(tables["break_even"])
        warned = cautions(tables["curve_shapes"], audits)
        explorer = explorer_data(
            tables["runs"],
            tables["fitted_curves"],
            tables["sample_sizes_by_error"],
            tables["sample_sizes"],
            coverage,
            published_errors(files.published_errors, snakemake.params.published_as),
            snakemake.params.label_free,
        )
        page = render_page(
            snakemake.params.study,
            f"Errors and answers are of the {estimand_of_all(tables['runs'])}.",
            coverage_sentence(coverage),
            [
                part
                for part in (
                    section("Labelled pixels needed", files.needed, needed),
                    section("Best methods", files.best, best),
                    section("Twice the labels", files.doubled, doubled),
                    section("What conditions cost", files.conditions if costs else [], costs),
                    section("Labels against none", files.without_labels if pays else [], pays),
                    section("Cautions", files.cautions, {"": warned} if warned else {}),
                    section("Scenes and maps", files.scenes, {}),
                    section("Published numbers", files.published, {}),
                    section("Runs", files.runs, {}),
                )
                if any(part[1:])
            ],
            snakemake.params.methods,
            explorer,
        )
        with written_whole(snakemake.output[0]) as temporary:
            temporary.write_text(page, encoding="utf-8")
