"""Write the report of a study, and the reporting form that it fills in."""

import dataclasses
from pathlib import Path

from job import logged_job
from learning_curves.answers.estimand import describe_study_estimand, geometric_mean
from learning_curves.columns import read_table
from learning_curves.outputs import CAUTIONS, CONDITIONS, NEEDED, Section, fill_in
from learning_curves.report.machine import versions
from learning_curves.report.page import Methods, Study, render_page
from learning_curves.report.study_page import show_study
from learning_curves.vocabulary import Vocabulary
from learning_curves.writing import atomic_write
from unmixing.inputs import describe_scenes, read_endmembers, read_published
from unmixing.outputs import SECTIONS
from unmixing.report.how_runs_are_made import HOW_RUNS_ARE_MADE
from unmixing.report.lacking import describe_lacking_endmembers
from unmixing.report.reporting_form import Facts, write_form
from unmixing.vocabulary import UNMIXING

COUNTED = "In tables, n_train_pixels counts all labelled pixels, those that validate too."


def say(study: Study, section: Section, vocabulary: Vocabulary) -> list[str]:
    """Return what a section of the page says, each place with its name."""
    title = fill_in(section.title, vocabulary)
    shown = [one.sentences for one in study.sections if one.title == title]
    return [
        f"{place}: {sentence}" if place else sentence
        for said in shown
        for place, sentences in said.items()
        for sentence in sentences
    ]


if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        files, params = snakemake.input, dict(snakemake.params)
        vocabulary = dataclasses.replace(
            UNMIXING, conditions=params["conditions"], regions=params["regions"]
        )
        tables = {Path(path).stem: path for path in files if path.endswith(".csv")}
        inputs = {
            vocabulary.own_names.get(stem, stem): read_table(path, vocabulary)
            for stem, path in tables.items()
        }
        inputs["published"] = read_published(files, params)
        inputs["lacking"] = describe_lacking_endmembers(
            inputs["splits"], read_endmembers(files, params)
        )
        inputs["notes"] = [COUNTED]
        inputs["audits"] = {scene: inputs[f"audit_{scene}"] for scene in params["scenes"]}
        of_sections = {
            section.name: [Path(path) for path in files.get(f"of_{section.name}", [])]
            for section in SECTIONS
        }
        of_sections["scenes"] += [Path(path) for path in params["maps"]]
        runs = inputs["runs"]
        estimand = describe_study_estimand(runs, geometric_mean(vocabulary))
        study = show_study(
            params["study"],
            estimand,
            SECTIONS,
            of_sections,
            inputs,
            params,
            vocabulary,
            Methods(HOW_RUNS_ARE_MADE, params["methods"]),
        )
        with atomic_write(snakemake.output[0]) as temporary:
            temporary.write_text(render_page([study], vocabulary), encoding="utf-8")
        facts = Facts(
            params["study"],
            describe_scenes(files, params),
            runs,
            inputs["coverage"],
            params["methods"],
            params["conditions"],
            *(say(study, section, vocabulary) for section in (NEEDED, CAUTIONS, CONDITIONS)),
            estimand,
            versions(),
        )
        with atomic_write(snakemake.output[1]) as temporary:
            temporary.write_text(write_form(facts, vocabulary), encoding="utf-8")
