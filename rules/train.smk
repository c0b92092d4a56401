"""Runs: a network or an estimator is trained on a split and predicts the test pixels."""

from snakemake_changes import FORKS, import_early
from unmixing.study.identity import (
    list_entries,
    list_model_settings,
    list_program_files,
)

LIBRARIES = {
    "keras": "unmixing.training.keras_setup:import_tensorflow",
    "torch": "unmixing.training.torch_setup",
}


def choose_library(model):
    """Choose the library that jobs of a network share; CUDA and JAX do not outlive a fork."""
    trainer = STUDY.methods[model].trainer
    forks = trainer != "keras" or STUDY.backend == "tensorflow"
    return LIBRARIES.get(trainer, "") if forks and not is_on_gpu(model) else ""


FORKS.also |= {
    ("train_network", model): choose_library(model) for model in STUDY.networks
}


def import_libraries_early():
    """Import the libraries of the networks to train while their scenes are imported."""
    methods = workflow.deployment_settings.deployment_method
    if workflow.resource_settings.nodes is None and not methods:
        jobs = workflow.dag.needrun_jobs()
        import_early(
            "train_network",
            {
                job.wildcards.model
                for job in jobs
                if job.rule.name in RULE_NAMES["train_network"]
            },
        )


def plain_settings(wildcards):
    """Return the settings of a model as plain values."""
    return list_model_settings(get_settings(wildcards))


def other_scenes(wildcards):
    """List the other scenes that a model trains on."""
    scene = rules.import_scene.output[0]
    return [scene.format(scene=name) for name in get_settings(wildcards).other_scenes]


def digest_network_code(wildcards):
    """Digest the code that a trained network depends on, including its architecture."""
    return digest_script("train_network", entries=list_entries(STUDY, wildcards.model))


def digest_estimator_code(wildcards):
    """Digest the code that a fitted estimator depends on."""
    return digest_script("fit_estimator", entries=list_entries(STUDY, wildcards.model))


def list_files_of_program(wildcards):
    """List the files that a command names or depends on."""
    return [local(file) for file in list_program_files(STUDY, wildcards.model)]


def training_memory(wildcards, input, attempt):
    """Return MiB of a training."""
    more = GPU_MB if is_on_gpu(wildcards.model) else 0
    return attempt * (run_memory(wildcards, input) + more)


def fitting_memory(wildcards, input, attempt):
    """Return MiB of a fit."""
    return attempt * run_memory(wildcards, input)


def training_minutes(wildcards, input, attempt):
    """Return minutes: start-up, and the estimate of all runs with a margin.

    The margin is wider on a GPU, because its rates come from trainings that stopped early.
    """
    cost, margin = find_cost(COSTS, get_settings(wildcards)), 2
    if is_on_gpu(wildcards.model):
        cost, margin = cost.on_gpu(), 4
    return attempt * (10 + int(margin * estimate_run_minutes(wildcards, input, cost)))


def fitting_minutes(wildcards, input, attempt):
    """Return minutes: the estimate, and a square of the labelled pixels for kernel methods.

    A command is stopped by its timeout.
    """
    timeout = (
        wildcards.model in STUDY.commands and STUDY.commands[wildcards.model].timeout
    )
    if timeout:
        return 10 + int(timeout * len(parse_runs_of_inputs(input)))
    minutes = 2 * estimate_run_minutes(
        wildcards, input, find_cost(COSTS, get_settings(wildcards))
    )
    minutes += sum((n / 2000) ** 2 for n in labelled_pixels(wildcards, input))
    return attempt * (10 + int(minutes))


for BLOCK, SECONDS in zip(BLOCKS["train_network"], SECONDS_OF_BLOCKS["train_network"]):

    rule:
        name:
            name_rule("train_network", BLOCK)
        input:
            scene=SCENE,
            splits=expand_block(SPLIT, BLOCK),
            other_scenes=other_scenes,
        output:
            predictions=expand_block(f"<results>/{paths.PREDICTIONS}", BLOCK),
            training_metrics=expand_block(f"<results>/{paths.TRAINING_METRICS}", BLOCK),
        log:
            fill_in_block(f"<logs>/train_network/{paths.CELL}.log", BLOCK),
        benchmark:
            fill_in_block(f"<benchmarks>/train_network/{paths.CELL}.tsv", BLOCK)
        wildcard_constraints:
            scene=match_scenes(BLOCK, "train_network"),
        priority: SECONDS
        conda:
            "../envs/tensorflow.yaml"
        threads: 1
        resources:
            gpu=count_gpus,
            mem_mb=training_memory,
            runtime=training_minutes,
        params:
            code=digest_network_code,
            runs=parse_runs_of_outputs,
            settings=plain_settings,
            noise=get_noise,
            backend=STUDY.backend,
            precision=STUDY.precision,
            seeds_together=STUDY.seeds_together,
        message:
            fill_in_block(
                "Training {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}",
                BLOCK,
            )
        script:
            "../workflow_scripts/train_network.py"


for BLOCK, SECONDS in zip(BLOCKS["fit_estimator"], SECONDS_OF_BLOCKS["fit_estimator"]):

    rule:
        name:
            name_rule("fit_estimator", BLOCK)
        input:
            scene=SCENE,
            splits=expand_block(SPLIT, BLOCK),
            other_scenes=other_scenes,
            files=list_files_of_program,
        output:
            predictions=expand_block(f"<results>/{paths.PREDICTIONS}", BLOCK),
        log:
            fill_in_block(f"<logs>/fit_estimator/{paths.CELL}.log", BLOCK),
        benchmark:
            fill_in_block(f"<benchmarks>/fit_estimator/{paths.CELL}.tsv", BLOCK)
        wildcard_constraints:
            scene=match_scenes(BLOCK, "fit_estimator"),
        priority: SECONDS
        conda:
            "../envs/analysis.yaml"
        threads: 1
        resources:
            gpu=count_gpus,
            mem_mb=fitting_memory,
            runtime=fitting_minutes,
        params:
            code=digest_estimator_code,
            runs=parse_runs_of_outputs,
            settings=plain_settings,
            noise=get_noise,
        message:
            fill_in_block(
                "Fitting {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}",
                BLOCK,
            )
        script:
            "../workflow_scripts/fit_estimator.py"
