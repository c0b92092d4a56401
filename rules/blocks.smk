"""Rules for full blocks of seeds, whose job works on one seed after another in one process."""

import dataclasses
from collections.abc import Mapping

from unmixing.study.cells import blocks_of, seed_blocks

RULES_IN_BLOCKS = ("prepare_split", "train_network", "fit_estimator", "evaluate_run")
FULL_BLOCKS = seed_blocks(STUDY.seeds, STUDY.seeds_per_job)
# The first stands for the jobs of a single seed, which is a wildcard.
BLOCKS = [None, *FULL_BLOCKS]


def of_block(pattern, block):
    """A path for every seed of a block."""
    return (
        [pattern.replace("{seed}", str(seed)) for seed in block.seeds]
        if block
        else [pattern]
    )


def of_job(pattern, block):
    """The path of what a job has once, whatever its seeds."""
    return pattern.replace("{seed}", block.label) if block else pattern


def name_of(rule, block):
    """The name of a rule for a block."""
    return f"{rule}{block.suffix}" if block else rule


def seeds_alone():
    """A pattern of the seeds that are in no full block."""
    together = {seed for block in FULL_BLOCKS for seed in block.seeds}
    return any_of(str(seed) for seed in STUDY.seeds if seed not in together)


def models_in(block, models):
    """A pattern of models that run a block whole, or that have seeds which are in no such block.

    The latter looks ahead in the path, for their seeds to match alone.
    """
    if block:
        return any_of(model for model in models if block in blocks_of(STUDY, model))
    return "|".join(filter(None, map(alone, models))) or "(?!)"


def alone(model):
    """A pattern of a model before a seed of its own that is in no full block, if it has any."""
    together = {seed for block in blocks_of(STUDY, model) for seed in block.seeds}
    seeds = [seed for seed in STUDY.seeds_by_model[model] if seed not in together]
    ahead = f"(?=/[^/]+/seed(?:{any_of(map(str, seeds))})(?:[/.]|$))"
    return re.escape(model) + ahead if seeds else ""


def seeds_of(block):
    """The seeds of a job, as a parameter of its rule."""

    def seeds(wildcards):
        return list(block.seeds) if block else [int(wildcards.seed)]

    return seeds


def names_of_rules():
    """Name of each rule that has blocks -> its name and theirs, as an importing workflow has them."""
    called = workflow.modifier.modify_rulename
    return {
        called(rule): [called(name_of(rule, block)) for block in BLOCKS]
        for rule in RULES_IN_BLOCKS
    }


# Found while this file is read: later, no name is modified any more.
NAMES = names_of_rules()


def of_blocks_too(named):
    """Names of rules, alone or each with a value, and those of their blocks."""
    every = [(name, rule) for rule in named for name in NAMES.get(rule, [rule])]
    if not isinstance(named, Mapping):
        return {name for name, _ in every}
    return {name: named[rule] for name, rule in every} | dict(named)


class NamesBlocksToo(type(workflow)):
    """A workflow in which to name a rule, in a command or a profile, is to name its blocks too.

    Snakemake sets what a command names only after it has read this file.
    """

    KEYS = {
        "dag_settings": ("forcerun", "until", "omit_from", "allowed_rules"),
        "group_settings": ("overwrite_groups",),
        "resource_settings": ("overwrite_threads", "overwrite_resources"),
        "workflow_settings": ("consider_ancient",),
    }

    def __setattr__(self, name, value):
        if name in self.KEYS:
            named = {key: getattr(value, key) for key in self.KEYS[name]}
            more = {key: of_blocks_too(names) for key, names in named.items() if names}
            value = dataclasses.replace(value, **more)
        super().__setattr__(name, value)


if FULL_BLOCKS:
    workflow.__class__ = NamesBlocksToo
    # These were set before.
    for known in ("resource_settings", "workflow_settings"):
        setattr(workflow, known, getattr(workflow, known))
