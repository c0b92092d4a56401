"""Rules for blocks of runs, whose job works on one after another in one process."""

import re
from collections import defaultdict

from snakemake_changes import change
from unmixing.study.runs import blocks, runs_in, span

# Whose runs the jobs of a rule work on; None stands for the splits, which all models share.
MODELS_OF_RULES = {
    "prepare_split": [None],
    "train_network": STUDY.networks,
    "fit_estimator": STUDY.estimators,
    "evaluate_run": list(STUDY.models),
}
# The first of a rule stands for the jobs of a single run, whose size and seed are wildcards.
BLOCKS = {rule: blocks(STUDY, models) for rule, models in MODELS_OF_RULES.items()}
RUN_OF_A_PATH = re.compile(r".*/n([0-9.e-]+)/seed([0-9]+)")


def of_block(pattern, block):
    """A path for every run of a block."""
    sizes = block.sizes or ["{train_size}"]
    seeds = block.seeds or ["{seed}"]
    return [
        pattern.replace("{train_size}", str(size)).replace("{seed}", str(seed))
        for size in sizes
        for seed in seeds
    ]


def of_job(text, block):
    """A path or message that a job has once, with what it calls its sizes and seeds."""
    for axis, values in (("train_size", block.sizes), ("seed", block.seeds)):
        if values:
            text = re.sub(rf"{{(wildcards\.)?{axis}}}", span(values), text)
    return text


def name_of(rule, block):
    """The name of a rule for a block."""
    return f"{rule}{block.suffix}"


def scenes_in(block, rule):
    """A pattern of scenes, each before what a job of a block has: a model, sizes and seeds."""
    models = MODELS_OF_RULES[rule]
    found = {scene: jobs_ahead(block, scene, models) for scene in STUDY.scenes}
    return (
        "|".join(
            f"{re.escape(scene)}(?=/[^/]+/(?:{ahead}))"
            for scene, ahead in found.items()
            if ahead
        )
        or "(?!)"
    )


def jobs_ahead(block, scene, models):
    """A pattern of models, sizes and seeds that a block has of a scene, empty for none."""
    folders = defaultdict(list)
    for model in models:
        sizes, seeds = runs_in(STUDY, block, scene, model)
        if sizes and seeds:
            folders[sizes, seeds].append(
                "" if model is None else re.escape(f"{model}/")
            )
    return "|".join(
        f"(?:{'|'.join(names)})n{ahead(block.sizes, sizes)}/seed{ahead(block.seeds, seeds)}(?:[/.]|$)"
        for (sizes, seeds), names in folders.items()
    )


def ahead(in_block, values):
    """A pattern of the sizes or seeds of jobs, which the paths of a block spell out already."""
    return "[^/]+?" if in_block else f"(?:{any_of(map(str, values))})"


def runs_of(files):
    """Size and seed of the runs that files belong to, as their paths spell them."""
    return [list(RUN_OF_A_PATH.match(file).groups()) for file in files]


def runs_of_outputs(wildcards, output):
    """The runs of a job, as a parameter of its rule."""
    named = output.get("predictions", output)
    return runs_of([named] if isinstance(named, str) else named)


def names_of_rules():
    """Name of each rule that has blocks -> its name and theirs, as an importing workflow has them."""
    called = workflow.modifier.modify_rulename
    return {
        called(rule): [called(name_of(rule, block)) for block in blocks_of_rule]
        for rule, blocks_of_rule in BLOCKS.items()
    }


# Found while this file is read: later, no name is modified any more.
NAMES = names_of_rules()
change(workflow, NAMES)
