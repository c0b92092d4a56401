"""Tables and figures made from the runs, following the list of outputs."""

import posixpath

from learning_curves.outputs import fill_in
from learning_curves.significance import FEWEST_TO_PREDICT
from unmixing.outputs import RUN_FILES, OUTPUTS, SECTIONS
from unmixing.study.identity import digest_identity
from unmixing.study.provenance import find_file
from unmixing.study.runs import cells
from unmixing.vocabulary import UNMIXING


def list_metrics(wildcards):
    """List the metrics of every run, or of the finished ones for partial tables."""
    return expand_wanted(rules.evaluate_run.output[0], RUNS)


def list_histories(wildcards):
    """List the training history of every wanted run of a network on a scene."""
    trained = [
        run
        for run in RUNS
        if run.scene == wildcards.scene and STUDY.models[run.model].is_network
    ]
    return expand_wanted(f"<results>/{paths.TRAINING_METRICS}", trained)


def list_identities(wildcards):
    """List the digests that runs of a scene, condition and model share, as plain values."""
    places = dict.fromkeys(run[:3] for run in RUNS)
    return [[*place, *digest_identity(STUDY, *place).values()] for place in places]


def list_label_free():
    """List the models that use labels only to name what they find in the image."""
    return [name for name in STUDY.estimators if STUDY.methods[name].label_free]


def list_if_named(path):
    """Wrap a user's file in a list, empty without a file; a module's prefix does not apply."""
    return [local(path)] if path else []


# Inputs other than tables of the study.
INPUTS = {
    "published": {"published": list_if_named(STUDY.published)},
    "published_p_values": {
        "published_p_values": list_if_named(STUDY.published_p_values)
    },
    "endmembers": {"endmembers": SCENES},
    "histories": {"histories": list_histories},
    "scene": {"scene": SCENE},
    "mapped_runs": {
        "predictions": expand_mapped(f"<results>/{paths.PREDICTIONS}"),
        "splits": expand_mapped(SPLIT),
    },
    "largest_runs": {
        "predictions": expand_largest(f"<results>/{paths.PREDICTIONS}"),
        "splits": expand_largest(SPLIT),
    },
}
# Settings of outputs, and settings for reading their inputs.
SETTINGS = {
    "targets": list(STUDY.target_errors),
    "margin": STUDY.equivalence_margin,
    "assurance": STUDY.assurance,
    "costs": STUDY.costs._asdict(),
    "first_condition": STUDY.first_condition,
    "label_free": list_label_free(),
    "helped": STUDY.helped,
    "published_runs": STUDY.published_runs,
    "published_as": STUDY.published_as,
    "others": [name for name in STUDY.models if name not in STUDY.published_as],
}
SETTINGS_OF_INPUTS = {
    "published": {"published_as": STUDY.published_as},
    "endmembers": {"scenes": list(STUDY.scenes)},
    "largest_runs": {"drawn_models": list_largest_models},
}
# Whether a study has what outputs with this word need.
HAS = {
    "": True,
    "times": True,
    # A simulated scene has a label everywhere.
    "files": any(entry.files for entry in STUDY.scenes.values()),
    "conditions": len(STUDY.conditions) > 1 or bool(list_label_free()),
    "groups": any(
        condition.strategy.in_groups for condition in STUDY.conditions.values()
    ),
    "data_sets": len(STUDY.scenes) >= FEWEST_TO_PREDICT,
    "further_data": bool(STUDY.helped),
    "published": bool(STUDY.published),
    "published_p_values": bool(STUDY.published_p_values),
}
# What messages say about their job.
OF_JOB = {
    "data_set": "{wildcards.scene}",
    "method": "{wildcards.model}",
    "published": "{input.published}",
    "published_p_values": "{input.published_p_values}",
}
# Outputs of only some models.
MODELS_OF_OUTPUTS = {
    "plot_training_curves": STUDY.networks,
    "plot_abundance_maps": STUDY.mapped_models,
}
MADE = [output for output in OUTPUTS if HAS[output.only_with]]


def output_path(file):
    """Return the path of an output without its suffix, with wildcards for scene and model."""
    stem = file.stem(UNMIXING).format(data_set="{scene}", method="{model}")
    return f"<results>/{file.kind}s/{stem}"


PATHS_OF_TABLES = {
    file.name: f"{output_path(file)}.csv"
    for file in (*RUN_FILES, *(file for output in OUTPUTS for file in output.files))
    if file.kind == "table"
}


def list_inputs(output):
    """Return what an output reads, by name."""
    named = {}
    for name in output.reads:
        named |= INPUTS.get(name) or {name: PATHS_OF_TABLES[name]}
    return named


def list_settings(output):
    """Return the parameters of an output and of what it reads."""
    params = {name: SETTINGS[name] for name in output.options if name in SETTINGS}
    for name in output.reads:
        params |= SETTINGS_OF_INPUTS.get(name, {})
    return params


def list_files(category):
    """List the files of all outputs in a category of Snakemake's report."""
    return [
        path
        for output in MADE
        if output.category == category
        for file in output.files
        for suffix in file.suffixes
        for path in expand_scenes_and_models(
            f"{output_path(file)}{suffix}", MODELS_OF_OUTPUTS.get(output.name)
        )
    ]


def name_log(output):
    """Name the log of an output, with folders for its wildcards."""
    name = output_path(output.files[0])
    axes = [axis for axis in ("{scene}", "{model}") if axis in name]
    return posixpath.join(output.name, *axes)


rule tables:
    input:
        "<results>/tables/splits.csv",
        "<results>/tables/runs.csv",
        "<results>/tables/coverage.csv",
        expand_scenes_and_models("<results>/tables/audit_{scene}.csv"),
        list_files("Tables"),


rule figures:
    input:
        expand_scenes_and_models("<results>/figures/audit_{scene}.svg"),
        list_files("Figures"),


rule answers:
    input:
        list_files("Answers"),


rule comparisons:
    input:
        list_files("Comparison"),


rule maps:
    input:
        list_files("Maps"),


rule collect_runs:
    input:
        runs=list_metrics,
        scenes=SCENES,
        measured=[local(path) for path in STUDY.measured_runs],
    output:
        runs=show_table("runs", "Tables"),
        coverage=show_table("coverage", "Tables"),
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
        code=digest_script("collect_runs"),
        baselines=list_baselines(),
        planned=cells(STUDY),
        identities=list_identities,
        scenes=list(STUDY.scenes),
        elsewhere={name: str(folder) for name, folder in STUDY.elsewhere.items()},
    message:
        "Collecting the metrics of all runs"
    script:
        "../workflow_scripts/collect_runs.py"


for OUTPUT in OUTPUTS:

    rule:
        name:
            OUTPUT.name
        input:
            **list_inputs(OUTPUT),
        output:
            [
                show_file(
                    output_path(file),
                    file.caption or file.stem(UNMIXING),
                    OUTPUT.category,
                    *file.suffixes,
                )
                for file in OUTPUT.files
            ],
        log:
            f"<logs>/{name_log(OUTPUT)}.log",
        benchmark:
            f"<benchmarks>/{name_log(OUTPUT)}.tsv"
        wildcard_constraints:
            scene=match_any(STUDY.scenes),
            model=match_any(STUDY.models),
        priority: OUTPUT.minutes
        conda:
            "../envs/analysis.yaml"
        threads: OUTPUT.processes
        resources:
            mem_mb=scene_memory if "scene" in OUTPUT.reads else table_memory,
            runtime=OUTPUT.minutes,
        params:
            **list_settings(OUTPUT),
            code=digest_script("make_output", find_file(OUTPUT.module)),
            output=OUTPUT.name,
        message:
            fill_in(OUTPUT.message, UNMIXING, **OF_JOB)
        script:
            "../workflow_scripts/make_output.py"
