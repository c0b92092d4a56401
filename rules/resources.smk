"""What jobs ask for, and what this machine has: memory, time and cards."""

import math

from snakemake.settings.types import DeploymentMethod

from unmixing.costs import (
    SHAPE_IF_NOT_TOLD,
    cost_of,
    read_costs,
    run_memory_mb,
    run_seconds,
)
from unmixing.devices import trains_on_card
from unmixing.gpu_lease import visible_gpus
from unmixing.machine_memory import machine_memory_mb
from unmixing.splits import as_count

COSTS = read_costs(Path(workflow.basedir) / "benchmarks" / "cost_model.csv")
# The conda environments train on the CPU.
CONDA = DeploymentMethod.CONDA in workflow.deployment_settings.deployment_method
ON_CARD = trains_on_card(STUDY["device"], STUDY["backend"]) and not (
    CONDA and STUDY["device"] == "auto"
)
# MiB of the two processes of Snakemake that a cluster counts with each job, and of a card's libraries.
SNAKEMAKE_MB, CARD_MB = 300, 3000
RULES_IN_BLOCKS = ("prepare_split", "train_network", "fit_estimator", "evaluate_run")


def ask_alike_for_blocks():
    """Let resources that a profile sets for a rule hold for its blocks of seeds too."""
    settings = workflow.resource_settings
    for kind in ("overwrite_resources", "overwrite_threads"):
        asked = dict(getattr(settings, kind))
        for name in set(asked).intersection(RULES_IN_BLOCKS):
            asked |= {f"{name}{block.suffix}": asked[name] for block in BLOCKS}
        setattr(settings, kind, asked)


def share_this_machine():
    """Keep local jobs within its memory and cards, where neither profile nor command name totals."""
    cards = max(1, len(visible_gpus())) * STUDY["jobs_per_gpu"]
    totals = {"mem_mb": machine_memory_mb(), "gpu": cards}
    for name, total in totals.items():
        if name not in workflow.resource_settings.resources:
            workflow.register_resource(name, total)


ask_alike_for_blocks()
# Jobs of a cluster are limited in number, those of this machine by its cores.
if workflow.resource_settings.nodes is None:
    share_this_machine()


def shape_of(wildcards):
    """Rows, columns and bands of a scene, told or assumed."""
    return STUDY["scenes"][wildcards.scene]["shape"] or SHAPE_IF_NOT_TOLD


def labelled_pixels(wildcards):
    """Labelled pixels of a cell, counted."""
    height, width, _ = shape_of(wildcards)
    return as_count(canonical(wildcards.train_size), height * width)


def cube_mb(wildcards, input):
    """MiB of a scene's cube: by its shape, since asking the file takes long for many jobs."""
    shape = STUDY["scenes"][wildcards.scene]["shape"]
    return input.size_mb if shape is None else 4 * math.prod(shape) / 2**20


def scene_memory(wildcards, input, attempt):
    """MiB: the process, and the cube some times over in double precision."""
    return attempt * int(1000 + 20 * cube_mb(wildcards, input))


def export_memory(wildcards, input, attempt):
    """MiB: the process, and the neighbourhoods of all pixels some times over."""
    pixels = neighbourhood_size(wildcards) ** 2
    return attempt * int(1000 + 4 * pixels * cube_mb(wildcards, input))


def table_memory(wildcards, attempt):
    """MiB: the tables of a study and its figures."""
    return attempt * 2000


def run_memory(wildcards, input):
    """MiB: half as much again as a run is reckoned to take."""
    model = settings(wildcards)
    reckoned = run_memory_mb(
        cost_of(COSTS, model),
        model,
        bands=shape_of(wildcards)[2],
        cube_mb=cube_mb(wildcards, input),
        pixels=labelled_pixels(wildcards),
    )
    return SNAKEMAKE_MB + int(1.5 * reckoned)


def training_memory(wildcards, input, attempt):
    """MiB of a training."""
    return attempt * (run_memory(wildcards, input) + (CARD_MB if ON_CARD else 0))


def fitting_memory(wildcards, input, attempt):
    """MiB of a fit."""
    return attempt * run_memory(wildcards, input)


def reckoned_minutes(wildcards, cost):
    """Minutes that one run is reckoned to take, predicting the whole scene."""
    height, width, bands = shape_of(wildcards)
    pixels = labelled_pixels(wildcards)
    return run_seconds(cost, settings(wildcards), bands, pixels, height * width) / 60


def training_minutes(wildcards, input, attempt):
    """Minutes: start-up, and what all seeds are reckoned to take, with a margin.

    On a card, whose reckoned times are those of trainings that stopped early, the margin is wider.
    """
    cost, margin = cost_of(COSTS, settings(wildcards)), 2
    if ON_CARD:
        cost, margin = cost.on_card(), 4
    minutes = margin * reckoned_minutes(wildcards, cost)
    return attempt * (10 + int(len(input.splits) * minutes))


def fitting_minutes(wildcards, input, attempt):
    """Minutes: as reckoned, and the square of the labelled pixels, as kernels may need."""
    minutes = 2 * reckoned_minutes(wildcards, cost_of(COSTS, settings(wildcards)))
    minutes += (labelled_pixels(wildcards) / 2000) ** 2
    return attempt * (10 + int(len(input.splits) * minutes))
