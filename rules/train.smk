"""Runs: a network or an estimator, trained on a split, predicts the test pixels."""

from unmixing.study.identity import entries_of


def plain_settings(wildcards):
    """The settings of a model as plain values."""
    return dataclasses.asdict(settings(wildcards))


def network_code(wildcards):
    """The code that a trained network depends on, its own architecture's included."""
    return code_of("train_network", entries=entries_of(STUDY, wildcards.model))


def estimator_code(wildcards):
    """The code that a fitted estimator depends on."""
    return code_of("fit_estimator", entries=entries_of(STUDY, wildcards.model))


def training_memory(wildcards, input, attempt):
    """MiB of a training."""
    return attempt * (run_memory(wildcards, input) + (CARD_MB if ON_CARD else 0))


def fitting_memory(wildcards, input, attempt):
    """MiB of a fit."""
    return attempt * run_memory(wildcards, input)


def training_minutes(wildcards, input, attempt):
    """Minutes: start-up, and what all runs are estimated to take, with a margin.

    On a card, whose estimates are of trainings that stopped early, the margin is wider.
    """
    cost, margin = cost_of(COSTS, settings(wildcards)), 2
    if ON_CARD:
        cost, margin = cost.on_card(), 4
    return attempt * (10 + int(margin * run_minutes(wildcards, input, cost)))


def fitting_minutes(wildcards, input, attempt):
    """Minutes: as estimated, and the square of the labelled pixels, as kernels may need."""
    minutes = 2 * run_minutes(wildcards, input, cost_of(COSTS, settings(wildcards)))
    minutes += sum((n / 2000) ** 2 for n in labelled_pixels(wildcards, input))
    return attempt * (10 + int(minutes))


for BLOCK in BLOCKS["train_network"]:

    rule:
        name:
            name_of("train_network", BLOCK)
        input:
            scene=SCENE,
            splits=of_block(SPLIT, BLOCK),
        output:
            predictions=of_block(f"<results>/{paths.PREDICTIONS}", BLOCK),
            training_metrics=of_block(f"<results>/{paths.TRAINING_METRICS}", BLOCK),
        log:
            of_job(f"<logs>/train_network/{paths.CELL}.log", BLOCK),
        benchmark:
            of_job(f"<benchmarks>/train_network/{paths.CELL}.tsv", BLOCK)
        wildcard_constraints:
            scene=scenes_in(BLOCK, "train_network"),
        conda:
            "../envs/tensorflow.yaml"
        threads: 1
        resources:
            gpu=int(ON_CARD),
            mem_mb=training_memory,
            runtime=training_minutes,
        params:
            code=network_code,
            runs=runs_of_outputs,
            settings=plain_settings,
            noise=noise_of,
            backend=STUDY.backend,
            precision=STUDY.precision,
            seeds_together=STUDY.seeds_together,
        message:
            of_job(
                "Training {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}",
                BLOCK,
            )
        script:
            "../workflow_scripts/train_network.py"


for BLOCK in BLOCKS["fit_estimator"]:

    rule:
        name:
            name_of("fit_estimator", BLOCK)
        input:
            scene=SCENE,
            splits=of_block(SPLIT, BLOCK),
        output:
            predictions=of_block(f"<results>/{paths.PREDICTIONS}", BLOCK),
        log:
            of_job(f"<logs>/fit_estimator/{paths.CELL}.log", BLOCK),
        benchmark:
            of_job(f"<benchmarks>/fit_estimator/{paths.CELL}.tsv", BLOCK)
        wildcard_constraints:
            scene=scenes_in(BLOCK, "fit_estimator"),
        conda:
            "../envs/analysis.yaml"
        threads: 1
        resources:
            mem_mb=fitting_memory,
            runtime=fitting_minutes,
        params:
            code=estimator_code,
            runs=runs_of_outputs,
            settings=plain_settings,
            noise=noise_of,
        message:
            of_job(
                "Fitting {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}",
                BLOCK,
            )
        script:
            "../workflow_scripts/fit_estimator.py"
