"""What jobs ask for, and what this machine has: memory, time and cards."""

import math

from snakemake.settings.types import DeploymentMethod

from unmixing.machine.cards import trains_on_card, visible_gpus
from unmixing.machine.memory import machine_memory_mb
from unmixing.splits.sizes import as_count
from unmixing.study.costs import (
    SHAPE_IF_NOT_TOLD,
    cost_of,
    read_costs,
    run_memory_mb,
    run_seconds,
)
from unmixing.study.spelling import canonical

COSTS = read_costs()
# The conda environments train on the CPU.
CONDA = DeploymentMethod.CONDA in workflow.deployment_settings.deployment_method
ON_CARD = trains_on_card(STUDY.device, STUDY.backend) and not (
    CONDA and STUDY.device == "auto"
)
# MiB of the two processes of Snakemake that a cluster counts with each job, and of a card's libraries.
SNAKEMAKE_MB, CARD_MB = 300, 3000


def share_this_machine():
    """Keep local jobs within its memory and cards, where neither profile nor command name totals."""
    cards = max(1, len(visible_gpus())) * STUDY.jobs_per_gpu
    totals = {"mem_mb": machine_memory_mb(), "gpu": cards}
    for name, total in totals.items():
        if name not in workflow.resource_settings.resources:
            workflow.register_resource(name, total)


# Jobs of a cluster are limited in number, those of this machine by its cores.
if workflow.resource_settings.nodes is None:
    share_this_machine()


def shape_of(wildcards):
    """Rows, columns and bands of a scene, told or assumed."""
    return STUDY.scenes[wildcards.scene].shape or SHAPE_IF_NOT_TOLD


def n_pixels(scene, train_size):
    """Labelled pixels, counted: a fraction is taken of the scene's shape."""
    height, width, _ = STUDY.scenes[scene].shape or SHAPE_IF_NOT_TOLD
    return as_count(canonical(train_size), height * width)


def cube_mb(wildcards, input):
    """MiB of a scene's cube: by its shape, since asking the file takes long for many jobs."""
    shape = STUDY.scenes[wildcards.scene].shape
    return input.size_mb if shape is None else 4 * math.prod(shape) / 2**20


def scene_memory(wildcards, input, attempt):
    """MiB: the process, and the cube some times over in double precision."""
    return attempt * int(1000 + 20 * cube_mb(wildcards, input))


def table_memory(wildcards, attempt):
    """MiB: the tables of a study and its figures."""
    return attempt * 2000


def run_memory(wildcards, input):
    """MiB: half as much again as the largest run of a job is estimated to take."""
    model = settings(wildcards)
    seeds = len({seed for _, seed in runs_of(input.splits)})
    estimate = run_memory_mb(
        cost_of(COSTS, model),
        model,
        bands=shape_of(wildcards)[2],
        cube_mb=cube_mb(wildcards, input),
        pixels=max(labelled_pixels(wildcards, input)),
        seeds=seeds if is_one_program(STUDY, wildcards.model) else 1,
    )
    return SNAKEMAKE_MB + int(1.5 * estimate)


def labelled_pixels(wildcards, input):
    """Labelled pixels of each run of a job."""
    return [n_pixels(wildcards.scene, size) for size, _ in runs_of(input.splits)]


def seconds_of_run(scene, model, pixels, cost):
    """Seconds that a run is estimated to take, predicting the whole scene."""
    height, width, bands = STUDY.scenes[scene].shape or SHAPE_IF_NOT_TOLD
    return run_seconds(cost, STUDY.models[model], bands, pixels, height * width)


def run_minutes(wildcards, input, cost):
    """Minutes that the runs of a job are estimated to take."""
    seconds = (
        seconds_of_run(wildcards.scene, wildcards.model, pixels, cost)
        for pixels in labelled_pixels(wildcards, input)
    )
    return (cost.fixed_seconds + sum(seconds)) / 60


def expected_seconds():
    """Rule -> seconds that a job of it is estimated to take, of those that train or fit."""
    seconds = {}
    called = dict(zip(BLOCKS, NAMES.values(), strict=True))
    for rule in ("train_network", "fit_estimator"):
        for block, name in zip(BLOCKS[rule], called[rule], strict=True):
            of_jobs = seconds_of_jobs(block, MODELS_OF_RULES[rule])
            if of_jobs:
                seconds[name] = sum(of_jobs) / len(of_jobs)
    return seconds


def seconds_of_jobs(block, models):
    """Seconds that each scene's and model's jobs of a block are estimated to take, on average."""
    return [
        job_seconds(block, scene, model, *runs)
        for scene in STUDY.scenes
        for model in models
        for runs in [runs_in(STUDY, block, scene, model)]
        if all(runs)
    ]


def job_seconds(block, scene, model, sizes, seeds):
    """Seconds that a job on some sizes and seeds, or on one of each, is estimated to take."""
    cost = cost_of(COSTS, STUDY.models[model])
    cost = cost.on_card() if ON_CARD else cost
    of_sizes = [
        seconds_of_run(scene, model, n_pixels(scene, size), cost) for size in sizes
    ]
    of_seed = sum(of_sizes) if block.sizes else sum(of_sizes) / len(of_sizes)
    return cost.fixed_seconds + of_seed * (len(seeds) if block.seeds else 1)


def tell_what_to_expect():
    """Tell the line of progress how long jobs may take, before any has ended."""
    logger.info("", extra={"expected_seconds": expected_seconds()})
