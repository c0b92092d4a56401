"""What jobs ask for, and what this machine has: memory, time and GPUs."""

from functools import cache

from snakemake.settings.types import DeploymentMethod

from unmixing.machine.gpus import trains_on_gpu, visible_gpus
from unmixing.machine.memory import machine_memory_mb
from unmixing.splits.sizes import as_count
from unmixing.study.costs import (
    ASSUMED_SHAPE,
    find_cost,
    find_cube_mb,
    find_held_mb,
    is_held_whole,
    read_costs,
    estimate_memory_mb,
    estimate_seconds,
)
from unmixing.study.spelling import canonical

COSTS = read_costs()
# The conda environments train on the CPU.
CONDA = DeploymentMethod.CONDA in workflow.deployment_settings.deployment_method
# MiB of the two Snakemake processes that a cluster counts with each job, and of GPU libraries.
SNAKEMAKE_MB, GPU_MB = 300, 3000


@cache
def framework_is_on_gpu(framework):
    """Say whether a framework trains on a GPU: a backend of Keras, or PyTorch."""
    return trains_on_gpu(STUDY.device, framework) and not (
        CONDA and STUDY.device == "auto"
    )


def is_on_gpu(model):
    """Say whether a network trains on a GPU, or another method asks for one that is there."""
    method = STUDY.methods[model]
    if STUDY.models[model].is_network:
        return framework_is_on_gpu(
            "torch" if method.trainer == "torch" else STUDY.backend
        )
    there = STUDY.device == "gpu" or (STUDY.device == "auto" and bool(visible_gpus()))
    return method.gpu and there


def count_gpus(wildcards):
    """Return how many GPUs a job takes."""
    return int(is_on_gpu(wildcards.model))


def share_this_machine():
    """Limit local jobs to its memory and GPUs, unless a profile or command sets totals."""
    gpus = max(1, len(visible_gpus())) * STUDY.jobs_per_gpu
    totals = {"mem_mb": machine_memory_mb(), "gpu": gpus}
    for name, total in totals.items():
        if name not in workflow.resource_settings.resources:
            workflow.register_resource(name, total)


# A cluster limits the number of jobs, this machine its cores.
if workflow.resource_settings.nodes is None:
    share_this_machine()


def get_shape(scene):
    """Return rows, columns and bands of a scene, declared or assumed."""
    return STUDY.scenes[scene].shape or ASSUMED_SHAPE


def n_pixels(scene, train_size):
    """Count labelled pixels; a fraction is taken of the scene's shape."""
    height, width, _ = get_shape(scene)
    return as_count(canonical(train_size), height * width)


def cube_mb(wildcards, input):
    """Return MiB of a scene's cube, from its shape: asking the file is slow for many jobs."""
    shape = STUDY.scenes[wildcards.scene].shape
    return input.size_mb if shape is None else find_cube_mb(shape)


def held_mb(wildcards, input):
    """Return MiB that a job holds of a scene's cube; the file of a scene of no shape is small."""
    shape = STUDY.scenes[wildcards.scene].shape
    return input.size_mb if shape is None else find_held_mb(shape)


def scene_memory(wildcards, input, attempt):
    """Return MiB for the process and a few copies of what is held in double precision."""
    return attempt * int(1000 + 20 * held_mb(wildcards, input))


def table_memory(wildcards, attempt):
    """Return MiB for the tables and figures of a study."""
    return attempt * 2000


def run_memory(wildcards, input):
    """Return MiB: one and a half times the estimate of a job's largest run."""
    model = get_settings(wildcards)
    pixels, shape = max(labelled_pixels(wildcards, input)), get_shape(wildcards.scene)
    snr = STUDY.conditions[wildcards.condition].noise.snr
    whole = is_held_whole(model, snr, pixels, shape)
    seeds = len({seed for _, seed in parse_runs_of_inputs(input)})
    estimate = estimate_memory_mb(
        find_cost(COSTS, model),
        model,
        bands=shape[2],
        cube_mb=(cube_mb if whole else held_mb)(wildcards, input),
        pixels=pixels,
        seeds=seeds if is_one_program(STUDY, wildcards.model) else 1,
    )
    return SNAKEMAKE_MB + int(1.5 * estimate)


def labelled_pixels(wildcards, input):
    """Return the labelled pixels of each run of a job."""
    runs_of_job = parse_runs_of_inputs(input)
    return [n_pixels(wildcards.scene, size) for size, _ in runs_of_job]


def estimate_run_seconds(scene, model, pixels, cost):
    """Estimate the seconds of a run that predicts the whole scene."""
    height, width, bands = get_shape(scene)
    return estimate_seconds(cost, STUDY.models[model], bands, pixels, height * width)


def estimate_run_minutes(wildcards, input, cost):
    """Estimate the minutes of the runs of a job."""
    seconds = (
        estimate_run_seconds(wildcards.scene, wildcards.model, pixels, cost)
        for pixels in labelled_pixels(wildcards, input)
    )
    return (cost.fixed_seconds + sum(seconds)) / 60


def estimate_block_seconds(rule, block):
    """Estimate the seconds of a job of a block of a rule, on average; 0 if it has no jobs."""
    of_jobs = estimate_seconds_of_jobs(block, MODELS_OF_RULES[rule])
    return sum(of_jobs) / max(1, len(of_jobs))


def estimate_seconds_of_jobs(block, models):
    """Estimate the seconds of a block's jobs, for each scene, condition and model, on average."""
    return [
        estimate_job_seconds(block, scene, model, *runs)
        for scene in STUDY.scenes
        for condition in STUDY.conditions
        for model in models
        for runs in [runs_in(STUDY, block, scene, condition, model)]
        if all(runs)
    ]


def estimate_job_seconds(block, scene, model, sizes, seeds):
    """Estimate the seconds of a job on some sizes and seeds, or on one of each."""
    cost = find_cost(COSTS, STUDY.models[model])
    cost = cost.on_gpu() if is_on_gpu(model) else cost
    of_sizes = [
        estimate_run_seconds(scene, model, n_pixels(scene, size), cost)
        for size in sizes
    ]
    of_seed = sum(of_sizes) if block.sizes else sum(of_sizes) / len(of_sizes)
    return cost.fixed_seconds + of_seed * (len(seeds) if block.seeds else 1)


# The longest jobs begin first, so that no core waits for the last one.
SECONDS_OF_BLOCKS = {
    name: [estimate_block_seconds(name, block) for block in BLOCKS[name]]
    for name in ("train_network", "fit_estimator")
}
# Short jobs that others wait for begin before all of these.
FIRST = 10**9


def tell_what_to_expect():
    """Tell the progress line how long jobs may take, before any has ended."""
    # An importing workflow may call the rules otherwise; those with blocks come first.
    called = dict(zip(BLOCKS, RULE_NAMES.values()))
    expected = {
        name: seconds
        for rule, of_blocks in SECONDS_OF_BLOCKS.items()
        for name, seconds in zip(called[rule], of_blocks, strict=True)
        if seconds
    }
    logger.info("", extra={"expected_seconds": expected})
