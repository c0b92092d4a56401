"""From single runs to tables and figures, by the list of outputs."""

import posixpath

from learning_curves.outputs import fill_in
from unmixing.outputs import RUN_FILES, OUTPUTS, SECTIONS
from unmixing.study.identity import identity_of
from unmixing.study.provenance import file_of
from unmixing.study.runs import cells
from unmixing.vocabulary import UNMIXING


def metrics_files(wildcards):
    """The metrics of every run, or of those that are there when partial tables are asked for."""
    return wanted(rules.evaluate_run.output[0], RUNS)


def training_files(wildcards):
    """The training history of every evaluated run of a network on a scene."""
    trained = [
        run
        for run in RUNS
        if run.scene == wildcards.scene and STUDY.models[run.model].is_network
    ]
    return wanted(f"<results>/{paths.TRAINING_METRICS}", trained)


def identities(wildcards):
    """The digests that runs of a scene, condition and model share, as plain values."""
    places = dict.fromkeys(run[:3] for run in RUNS)
    return [[*place, *identity_of(STUDY, *place).values()] for place in places]


def label_free():
    """Models whose labels only name what they find in the image."""
    return [name for name in STUDY.estimators if STUDY.methods[name].label_free]


def if_named(path):
    """A user's file, under a module's prefix too; none where the config names none."""
    return [local(path)] if path else []


# Inputs of outputs that are not tables of the study.
INPUTS = {
    "published": {"published": if_named(STUDY.published)},
    "published_p_values": {"published_p_values": if_named(STUDY.published_p_values)},
    "endmembers": {"endmembers": of_runs(SCENE)},
    "histories": {"histories": training_files},
    "scene": {"scene": SCENE},
    "mapped_runs": {
        "predictions": mapped(f"<results>/{paths.PREDICTIONS}"),
        "splits": mapped(SPLIT),
    },
    "largest_runs": {
        "predictions": largest(f"<results>/{paths.PREDICTIONS}"),
        "splits": largest(SPLIT),
    },
}
# Settings that outputs take, and those that reading their inputs takes.
SETTINGS = {
    "targets": list(STUDY.target_errors),
    "margin": STUDY.equivalence_margin,
    "first_condition": STUDY.first_condition,
    "label_free": label_free(),
    "published_runs": STUDY.published_runs,
    "published_as": STUDY.published_as,
    "others": [name for name in STUDY.models if name not in STUDY.published_as],
}
SETTINGS_OF_INPUTS = {
    "published": {"published_as": STUDY.published_as},
    "endmembers": {"scenes": list(STUDY.scenes)},
    "largest_runs": {"drawn_models": models_drawn},
}
# What outputs with this word need of a study.
HAS = {
    "": True,
    "times": True,
    "conditions": len(STUDY.conditions) > 1 or bool(label_free()),
    "published": bool(STUDY.published),
    "published_p_values": bool(STUDY.published_p_values),
}
# What messages say of their job.
OF_JOB = {
    "data_set": "{wildcards.scene}",
    "method": "{wildcards.model}",
    "published": "{input.published}",
    "published_p_values": "{input.published_p_values}",
}
# Outputs of some models alone.
MODELS_OF_OUTPUTS = {
    "plot_training_curves": STUDY.networks,
    "plot_abundance_maps": STUDY.mapped_models,
}
MADE = [output for output in OUTPUTS if HAS[output.only_with]]


def path_of(file):
    """The path of an output without its suffix, with wildcards for its scene and model."""
    stem = file.stem(UNMIXING).format(data_set="{scene}", method="{model}")
    return f"<results>/{file.kind}s/{stem}"


PATHS_OF_TABLES = {
    file.name: f"{path_of(file)}.csv"
    for file in (*RUN_FILES, *(file for output in OUTPUTS for file in output.files))
    if file.kind == "table"
}


def inputs_of(output):
    """What an output reads, by name."""
    named = {}
    for name in output.reads:
        named |= INPUTS.get(name) or {name: PATHS_OF_TABLES[name]}
    return named


def settings_of(output):
    """The parameters of an output and of what it reads."""
    params = {name: SETTINGS[name] for name in output.options if name in SETTINGS}
    for name in output.reads:
        params |= SETTINGS_OF_INPUTS.get(name, {})
    return params


def files_in(category):
    """The files of every output in a category of Snakemake's report, of every scene and model."""
    return [
        path
        for output in MADE
        if output.category == category
        for file in output.files
        for suffix in file.suffixes
        for path in of_runs(
            f"{path_of(file)}{suffix}", MODELS_OF_OUTPUTS.get(output.name)
        )
    ]


def job_of_output(output):
    """The name of an output as the path of its log, with folders for its wildcards."""
    name = path_of(output.files[0])
    axes = [axis for axis in ("{scene}", "{model}") if axis in name]
    return posixpath.join(output.name, *axes)


rule tables:
    input:
        "<results>/tables/splits.csv",
        "<results>/tables/runs.csv",
        "<results>/tables/coverage.csv",
        of_runs("<results>/tables/audit_{scene}.csv"),
        files_in("Tables"),


rule figures:
    input:
        of_runs("<results>/figures/audit_{scene}.svg"),
        files_in("Figures"),


rule answers:
    input:
        files_in("Answers"),


rule comparisons:
    input:
        files_in("Comparison"),


rule maps:
    input:
        files_in("Maps"),


rule collect_runs:
    input:
        runs=metrics_files,
        scenes=of_runs(SCENE),
        measured=[local(path) for path in STUDY.measured_runs],
    output:
        runs=table("runs", "Tables"),
        coverage=table("coverage", "Tables"),
    log:
        "<logs>/collect_runs.log",
    benchmark:
        "<benchmarks>/collect_runs.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("collect_runs"),
        baselines=baselines(),
        planned=cells(STUDY),
        identities=identities,
        scenes=list(STUDY.scenes),
    message:
        "Collecting the metrics of all runs"
    script:
        "../workflow_scripts/collect_runs.py"


for OUTPUT in OUTPUTS:

    rule:
        name:
            OUTPUT.name
        input:
            **inputs_of(OUTPUT),
        output:
            [
                reported(
                    path_of(file),
                    file.caption or file.stem(UNMIXING),
                    OUTPUT.category,
                    *file.suffixes,
                )
                for file in OUTPUT.files
            ],
        log:
            f"<logs>/{job_of_output(OUTPUT)}.log",
        benchmark:
            f"<benchmarks>/{job_of_output(OUTPUT)}.tsv"
        wildcard_constraints:
            scene=any_of(STUDY.scenes),
            model=any_of(STUDY.models),
        conda:
            "../envs/analysis.yaml"
        resources:
            mem_mb=scene_memory if "scene" in OUTPUT.reads else table_memory,
            runtime=OUTPUT.minutes,
        params:
            **settings_of(OUTPUT),
            code=code_of("make_output", file_of(OUTPUT.module)),
            output=OUTPUT.name,
        message:
            fill_in(OUTPUT.message, UNMIXING, **OF_JOB)
        script:
            "../workflow_scripts/make_output.py"
